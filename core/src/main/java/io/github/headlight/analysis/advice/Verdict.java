package io.github.headlight.analysis.advice;

import java.util.Locale;

/** What a rule found. */
public enum Verdict {
    /** What was measured supports the advice that is given. */
    ADVISED,
    /** It was measured, and supports no advice. */
    NO_ADVICE,
    /** There is nothing to measure, or it has no defined value; the finding says why. */
    NOT_DEFINED;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
