package io.github.headlight.tensor;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Attention probabilities {@code [query, key]} of one head, or a mean. Row {@code q} says how query
 * {@code q} spread its attention over the keys; in a causal model cells with {@code key > query}
 * are 0. Immutable as long as nobody writes to the buffer beneath; safe for many threads.
 */
public abstract sealed class AttentionMatrix permits FloatMatrix, HalfMatrix {
    private final int queries;
    private final int keys;

    AttentionMatrix(int queries, int keys, int capacity) {
        if (queries < 1 || keys < 1 || (long) queries * keys != capacity) {
            throw new IllegalArgumentException(
                    "["
                            + queries
                            + ", "
                            + keys
                            + "] probabilities expected, the buffer holds "
                            + capacity);
        }
        this.queries = queries;
        this.keys = keys;
    }

    /**
     * {@return a matrix over a buffer, without copying}
     *
     * @param values {@code [query, key]} from the buffer's position to its limit
     * @param queries rows
     * @param keys columns
     */
    public static AttentionMatrix of(FloatBuffer values, int queries, int keys) {
        return new FloatMatrix(values.slice(), queries, keys);
    }

    /**
     * {@return a matrix over a buffer of IEEE 754 half precision values, without copying}
     *
     * @param values {@code [query, key]} from the buffer's position to its limit
     * @param queries rows
     * @param keys columns
     */
    public static AttentionMatrix ofHalf(ShortBuffer values, int queries, int keys) {
        return new HalfMatrix(values.slice(), queries, keys);
    }

    /**
     * {@return the mean of matrices of one shape, computed in double precision}
     *
     * @param matrices at least one
     */
    public static AttentionMatrix mean(List<AttentionMatrix> matrices) {
        AttentionMatrix first = matrices.get(0);
        int queries = first.queries();
        int keys = first.keys();
        float[] mean = new float[Math.multiplyExact(queries, keys)];
        float[] row = new float[keys];
        double[] sum = new double[keys];
        for (int q = 0; q < queries; q++) {
            Arrays.fill(sum, 0);
            for (AttentionMatrix matrix : matrices) {
                if (matrix.queries() != queries || matrix.keys() != keys) {
                    throw new IllegalArgumentException(
                            "cannot average " + matrix + " with " + first);
                }
                matrix.readRow(q, row, 0);
                for (int k = 0; k < keys; k++) {
                    sum[k] += row[k];
                }
            }
            for (int k = 0; k < keys; k++) {
                mean[q * keys + k] = (float) (sum[k] / matrices.size());
            }
        }
        return of(FloatBuffer.wrap(mean), queries, keys);
    }

    /** {@return the number of rows} */
    public final int queries() {
        return queries;
    }

    /** {@return the number of columns} */
    public final int keys() {
        return keys;
    }

    /**
     * {@return the probability with which a query looks at a key, 0 to 1}
     *
     * @param query row
     * @param key column
     */
    public final float probability(int query, int key) {
        return at(Objects.checkIndex(query, queries) * keys + Objects.checkIndex(key, keys));
    }

    /**
     * Copies one row.
     *
     * @param query row
     * @param target receives {@link #keys} values
     * @param offset where in the target
     */
    public final void readRow(int query, float[] target, int offset) {
        Objects.checkFromIndexSize(offset, keys, target.length);
        read(Objects.checkIndex(query, queries) * keys, target, offset, keys);
    }

    /**
     * Copies the first keys of one row: of a causal matrix those up to the query are all there is.
     *
     * @param query row
     * @param count how many keys
     * @param target receives them
     * @param offset where in the target
     */
    public final void readRow(int query, int count, float[] target, int offset) {
        Objects.checkFromIndexSize(offset, count, target.length);
        Objects.checkFromIndexSize(0, count, keys);
        read(Objects.checkIndex(query, queries) * keys, target, offset, count);
    }

    /**
     * {@return a copy of one row}
     *
     * @param query row
     */
    public final float[] row(int query) {
        float[] row = new float[keys];
        readRow(query, row, 0);
        return row;
    }

    abstract float at(int index);

    abstract void read(int index, float[] target, int offset, int length);

    @Override
    public final String toString() {
        return "attention [query=" + queries + ", key=" + keys + "]";
    }
}
