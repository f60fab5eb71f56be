package io.github.headlight.tensor;

import java.util.Objects;

/** Differences of probabilities, {@code [query, key]}, −1 to 1. Immutable. */
public final class SignedMatrix {
    private final int queries;
    private final int keys;
    private final float[] values;

    /**
     * Makes a matrix of a copy of values.
     *
     * @param values {@code [query, key]}, −1 to 1
     * @param queries rows
     * @param keys columns
     */
    public SignedMatrix(float[] values, int queries, int keys) {
        if (queries < 1 || keys < 1 || (long) queries * keys != values.length) {
            throw new IllegalArgumentException(
                    "[" + queries + ", " + keys + "] values expected, found " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            // Also true for NaN; a little more than 1 is rounding.
            if (!(Math.abs(values[i]) <= 1.01f)) {
                throw new IllegalArgumentException(
                        "query "
                                + i / keys
                                + ", key "
                                + i % keys
                                + ": expected -1 to 1, found "
                                + values[i]);
            }
        }
        this.queries = queries;
        this.keys = keys;
        this.values = values.clone();
    }

    /** {@return the number of rows} */
    public int queries() {
        return queries;
    }

    /** {@return the number of columns} */
    public int keys() {
        return keys;
    }

    /**
     * {@return how much more the second gives than the first, −1 to 1}
     *
     * @param query row
     * @param key column
     */
    public float get(int query, int key) {
        return values[Objects.checkIndex(query, queries) * keys + Objects.checkIndex(key, keys)];
    }

    /** {@return the largest distance from 0} */
    public float extent() {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    @Override
    public String toString() {
        return "difference [query=" + queries + ", key=" + keys + "]";
    }
}
