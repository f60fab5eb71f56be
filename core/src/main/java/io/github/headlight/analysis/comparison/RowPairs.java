package io.github.headlight.analysis.comparison;

import java.util.List;

/**
 * The rows of one head in two captures, as distributions over the same places: keys that both have,
 * and one place for all others. For one thread.
 */
interface RowPairs {
    /**
     * Reads the rows of a pair of queries.
     *
     * @param pair number of the pair
     * @param p receives the first capture's row, of sum 1
     * @param q receives the second capture's row, of sum 1
     * @return the number of places
     */
    int read(int pair, double[] p, double[] q);

    /**
     * The keys of a pair of rows whose weight is known in both; a key that only one capture has
     * weighs nothing in the other.
     */
    List<KeyChange> changes(int pair);
}
