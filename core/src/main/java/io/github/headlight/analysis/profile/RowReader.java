package io.github.headlight.analysis.profile;

/** Gives the rows of a head. */
@FunctionalInterface
interface RowReader {
    /**
     * Copies a row up to its diagonal.
     *
     * @param query the row
     * @param target receives {@code query + 1} values
     */
    void read(int query, float[] target);

    /**
     * Refuses a row that is no probabilities.
     *
     * @param query the row
     * @param total its sum up to the diagonal
     * @param signs its bits, joined by or: negative if there is a sign among them
     * @param row what was read
     */
    default void check(int query, double total, int signs, float[] row) {}
}
