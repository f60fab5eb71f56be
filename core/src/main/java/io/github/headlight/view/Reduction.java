package io.github.headlight.view;

/**
 * What a matrix that is drawn lacks of the model's.
 *
 * @param kind what was captured
 * @param size the number of keys of a row for {@link Kind#TOP_KEYS}, the side of a block for {@link
 *     Kind#BLOCKS}, else 0
 */
public record Reduction(Kind kind, int size) {
    /** Nothing. */
    public static final Reduction NONE = new Reduction(Kind.NONE, 0);

    /** What was captured. */
    public enum Kind {
        /** Every probability. */
        NONE,
        /** The largest probabilities of each row; all others are unknown and drawn as 0. */
        TOP_KEYS,
        /** Blocks of tokens: a sum over their keys, a mean over their queries. */
        BLOCKS
    }
}
