package io.github.headlight.analysis.comparison;

import io.github.headlight.error.CaptureException;

import java.util.Arrays;

/**
 * A longest common subsequence of two lists of numbers, in memory that grows with their length
 * alone.
 *
 * @see <a href="https://doi.org/10.1145/360825.360861">Hirschberg 1975, A linear space algorithm
 *     for computing maximal common subsequences</a>
 */
final class CommonSubsequence {
    /** The most pairs of places that are compared: seconds of work. */
    private static final long MOST_CELLS = 1L << 31;

    static final int NONE = -1;

    private final int[] first;
    private final int[] second;
    private final int[] partners;

    private CommonSubsequence(int[] first, int[] second) {
        this.first = first;
        this.second = second;
        this.partners = new int[first.length];
        Arrays.fill(partners, NONE);
    }

    /**
     * For each place of the first list its partner in the second, or {@link #NONE}; partners
     * ascend.
     */
    static int[] partners(int[] first, int[] second) {
        CommonSubsequence common = new CommonSubsequence(first, second);
        int start = 0;
        int endFirst = first.length;
        int endSecond = second.length;
        while (start < Math.min(endFirst, endSecond) && first[start] == second[start]) {
            common.partners[start] = start++;
        }
        while (Math.min(endFirst, endSecond) > start
                && first[endFirst - 1] == second[endSecond - 1]) {
            common.partners[--endFirst] = --endSecond;
        }
        if ((long) (endFirst - start) * (endSecond - start) > MOST_CELLS) {
            throw new CaptureException(
                    "tokens cannot be aligned: between what both captures begin and end with lie "
                            + (endFirst - start)
                            + " and "
                            + (endSecond - start)
                            + " tokens, and the product of both is limited to "
                            + MOST_CELLS
                            + "; compare shorter captures");
        }
        common.align(start, endFirst, start, endSecond);
        return common.partners;
    }

    /** Splits the first part in halves; the depth is the logarithm of its length. */
    private void align(int from, int to, int fromSecond, int toSecond) {
        if (from == to || fromSecond == toSecond) {
            return;
        }
        if (to - from == 1) {
            for (int j = fromSecond; j < toSecond; j++) {
                if (second[j] == first[from]) {
                    partners[from] = j;
                    return;
                }
            }
            return;
        }
        int middle = (from + to) / 2;
        int[] before = lengths(from, middle, fromSecond, toSecond);
        int[] after = lengthsFromEnd(middle, to, fromSecond, toSecond);
        int width = toSecond - fromSecond;
        int best = 0;
        for (int split = 1; split <= width; split++) {
            if (before[split] + after[split] > before[best] + after[best]) {
                best = split;
            }
        }
        align(from, middle, fromSecond, fromSecond + best);
        align(middle, to, fromSecond + best, toSecond);
    }

    /** How much the part of the first has in common with each beginning of the second's part. */
    private int[] lengths(int from, int to, int fromSecond, int toSecond) {
        int[] lengths = new int[toSecond - fromSecond + 1];
        for (int i = from; i < to; i++) {
            int diagonal = 0;
            for (int j = 1; j < lengths.length; j++) {
                int above = lengths[j];
                lengths[j] =
                        first[i] == second[fromSecond + j - 1]
                                ? diagonal + 1
                                : Math.max(above, lengths[j - 1]);
                diagonal = above;
            }
        }
        return lengths;
    }

    /** How much it has in common with what follows each beginning. */
    private int[] lengthsFromEnd(int from, int to, int fromSecond, int toSecond) {
        int[] lengths = new int[toSecond - fromSecond + 1];
        for (int i = to - 1; i >= from; i--) {
            int diagonal = 0;
            for (int j = lengths.length - 2; j >= 0; j--) {
                int below = lengths[j];
                lengths[j] =
                        first[i] == second[fromSecond + j]
                                ? diagonal + 1
                                : Math.max(below, lengths[j + 1]);
                diagonal = below;
            }
        }
        return lengths;
    }
}
