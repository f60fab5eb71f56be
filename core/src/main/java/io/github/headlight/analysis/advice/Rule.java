package io.github.headlight.analysis.advice;

import java.util.Locale;

/** The four rules of good prompts that are measured. */
public enum Rule {
    /** The key instruction stands where it is looked at. */
    INSTRUCTION("key instruction", "关键指令"),
    /** A word means one thing. */
    AMBIGUITY("ambiguity", "歧义"),
    /** Parts of the prompt are kept apart. */
    SEPARATORS("separators", "结构分隔"),
    /** Headings, numbers and labels are returned to. */
    ANCHORS("anchors", "显式锚点");

    private final String english;
    private final String chinese;

    Rule(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** {@return what it is called} */
    public Wording title() {
        return new Wording(english, chinese);
    }

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
