package io.github.headlight.analysis.profile;

/** Gives the rows of a head. */
@FunctionalInterface
interface RowReader {
    /**
     * Copies a row: the keys that its query sees.
     *
     * @param query the row
     * @param target receives as many values as there are such keys
     */
    void read(int query, float[] target);

    /**
     * Refuses a row that is no probabilities.
     *
     * @param query the row
     * @param total the sum of what was read
     * @param signs its bits, joined by or: negative if there is a sign among them
     * @param row what was read
     */
    default void check(int query, double total, int signs, float[] row) {}
}
