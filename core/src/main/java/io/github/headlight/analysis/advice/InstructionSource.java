package io.github.headlight.analysis.advice;

import java.util.Locale;

/** How the key instruction was found; without a name, by the first of the rules that finds one. */
public enum InstructionSource {
    /** The caller named it. */
    NAMED("named", "由用户指定"),
    /** The last sentence of the last message that has a question mark. */
    QUESTION("the last question", "最后一个问句"),
    /** The first sentence of the last message that starts with a verb that asks for something. */
    IMPERATIVE("the first sentence that starts with a request", "第一个以请求词开头的句子"),
    /** The last sentence of the last message. */
    LAST_SENTENCE("the last sentence", "最后一句");

    private final String english;
    private final String chinese;

    InstructionSource(String english, String chinese) {
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
