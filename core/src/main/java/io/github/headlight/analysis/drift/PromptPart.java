package io.github.headlight.analysis.drift;

import java.util.Locale;

/** Where in the prompt something stands. */
public enum PromptPart {
    /** Before or after the question: the text it is asked about, instructions, earlier turns. */
    CONTEXT,
    /** The question, by the rule of {@link Question}. */
    QUESTION;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
