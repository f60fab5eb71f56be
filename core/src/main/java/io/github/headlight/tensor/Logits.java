package io.github.headlight.tensor;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Logits {@code [row, vocabulary]}: what the model would write after the last rows of a sequence.
 * Row {@code r} belongs to query {@code firstQuery + r}. Immutable as long as nobody writes to the
 * buffers beneath; safe for many threads.
 */
public final class Logits {
    private final int firstQuery;
    private final int vocabulary;
    private final List<FloatBuffer> rows;

    /**
     * Makes logits over buffers, without copying.
     *
     * @param firstQuery the query that row 0 belongs to
     * @param rows at least one; one buffer a row, each of the vocabulary's size
     */
    public Logits(int firstQuery, List<FloatBuffer> rows) {
        if (firstQuery < 0 || rows.isEmpty() || !rows.get(0).hasRemaining()) {
            throw new IllegalArgumentException(
                    "expected at least one row with at least one logit, found "
                            + rows.size()
                            + " rows from query "
                            + firstQuery);
        }
        this.firstQuery = firstQuery;
        this.rows = rows.stream().map(FloatBuffer::slice).toList();
        this.vocabulary = this.rows.get(0).capacity();
        for (FloatBuffer row : this.rows) {
            if (row.capacity() != vocabulary) {
                throw new IllegalArgumentException(
                        "rows of " + vocabulary + " logits expected, found " + row.capacity());
            }
        }
    }

    /** {@return the number of rows} */
    public int rows() {
        return rows.size();
    }

    /** {@return the number of logits in a row} */
    public int vocabulary() {
        return vocabulary;
    }

    /** {@return the query that row 0 belongs to} */
    public int firstQuery() {
        return firstQuery;
    }

    /**
     * {@return one logit}
     *
     * @param row from 0
     * @param token token id
     */
    public float logit(int row, int token) {
        return rows.get(row).get(token);
    }

    /**
     * {@return a read-only view of a row}
     *
     * @param row from 0
     */
    public FloatBuffer row(int row) {
        return rows.get(row).asReadOnlyBuffer();
    }

    /**
     * {@return the id with the highest logit, the lowest such id if several have it}
     *
     * @param row from 0
     */
    public int argMax(int row) {
        FloatBuffer values = rows.get(row);
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
            if (values.get(i) > values.get(best)) {
                best = i;
            }
        }
        return best;
    }

    /**
     * {@return the probability of a token, by softmax over the row}
     *
     * @param row from 0
     * @param token token id
     */
    public double probability(int row, int token) {
        FloatBuffer values = rows.get(row);
        float max = values.get(argMax(row));
        double sum = 0;
        for (int i = 0; i < vocabulary; i++) {
            sum += Math.exp(values.get(i) - max);
        }
        return Math.exp(values.get(token) - max) / sum;
    }
}
