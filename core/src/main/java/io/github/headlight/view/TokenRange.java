package io.github.headlight.view;

/**
 * Some neighbouring tokens.
 *
 * @param from the first, from 0
 * @param to behind the last
 */
public record TokenRange(int from, int to) {
    /** All tokens, however many there are. */
    public static final TokenRange ALL = new TokenRange(0, Integer.MAX_VALUE);

    public TokenRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "range of tokens: expected 0 <= from < to, found " + from + " to " + to);
        }
    }

    /**
     * {@return whether a token is in it}
     *
     * @param index position in the sequence
     */
    public boolean contains(int index) {
        return index >= from && index < to;
    }
}
