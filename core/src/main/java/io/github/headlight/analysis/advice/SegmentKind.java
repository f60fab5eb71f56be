package io.github.headlight.analysis.advice;

import java.util.Locale;

/** What a part of a prompt is. */
public enum SegmentKind {
    /** A sentence or a line. */
    SENTENCE,
    /** A block of lines. */
    TEXT,
    /** A block whose first line is a heading: {@code # …}, {@code 【…】} or a line with a colon. */
    HEADING,
    /** An entry of a numbered or dotted list. */
    ITEM,
    /** A line that only separates, such as {@code ---}. */
    DELIMITER,
    /** Tokens of the chat template. */
    TEMPLATE;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
