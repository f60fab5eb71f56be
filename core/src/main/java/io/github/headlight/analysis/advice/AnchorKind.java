package io.github.headlight.analysis.advice;

import java.util.Locale;

/** What a reader can return to. */
public enum AnchorKind {
    /** A heading. */
    HEADING("headings", "标题"),
    /** The number of an entry of a list. */
    NUMBER("numbers", "编号"),
    /** A word or a few at the start of a line, before a colon. */
    LABEL("labels", "标签"),
    /** A name in quotation marks or brackets. */
    QUOTED("quoted names", "引号中的名称");

    private final String english;
    private final String chinese;

    AnchorKind(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** {@return what they are called} */
    public Wording title() {
        return new Wording(english, chinese);
    }

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
