package io.github.headlight.analysis.comparison;

import java.util.Locale;

/** What of two captures is compared. */
public enum Basis {
    /** Every probability of every head. */
    HEADS,
    /**
     * The keys that are among the top keys of a row in both captures; all others share one place,
     * so that a divergence is a lower bound.
     */
    TOP_KEYS,
    /** The mean over the heads of each layer. */
    LAYER_MEANS;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
