package io.github.headlight.internal.record;

/**
 * How large a capture will be.
 *
 * @param blockRows the most rows of a block
 * @param rows how many rows to make room for at once
 * @param mostRows how many rows there will be at most
 */
public record Extent(int blockRows, int rows, int mostRows) {
    /** An answer may be so much longer than expected before room for it is made step by step. */
    private static final double AT_ONCE = 1.25;

    /** Captures of so few rows are small in any case. */
    private static final int FEW = 256;

    /**
     * {@return the extent of a capture}
     *
     * @param blockRows the most rows of a block
     * @param prompt rows that there will be for sure
     * @param mostRows how many rows there will be at most
     */
    public static Extent of(int blockRows, int prompt, int mostRows) {
        boolean atOnce = mostRows <= Math.max(FEW, AT_ONCE * prompt);
        return new Extent(Math.min(blockRows, prompt), atOnce ? mostRows : prompt, mostRows);
    }

    /** {@return whether the most rows fit into the room that is made at once} */
    public boolean isAtOnce() {
        return rows == mostRows;
    }
}
