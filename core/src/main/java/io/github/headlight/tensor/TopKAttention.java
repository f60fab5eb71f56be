package io.github.headlight.tensor;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The keys that each query looks at most, {@code [layer, head, query, rank]}: the most looked at
 * first, the earlier one first where two are equal, and no key that the query does not see. Rows
 * with fewer keys than ranks end with {@link #NO_KEY}. Immutable as long as nobody writes to the
 * buffers beneath; safe for many threads.
 */
public final class TopKAttention {
    /** In place of a key where a row has no more. */
    public static final int NO_KEY = -1;

    private final int heads;
    private final int queries;
    private final int k;
    private final List<FloatBuffer> values;
    private final List<IntBuffer> keys;

    /**
     * Makes a selection over buffers, without copying.
     *
     * @param heads number of heads of a layer
     * @param queries number of queries
     * @param k number of ranks
     * @param values a buffer a layer, {@code [head, query, rank]}: probabilities
     * @param keys a buffer a layer, {@code [head, query, rank]}: keys, from 0, or {@link #NO_KEY}
     */
    public TopKAttention(
            int heads, int queries, int k, List<FloatBuffer> values, List<IntBuffer> keys) {
        long size = (long) heads * queries * k;
        if (heads < 1
                || queries < 1
                || k < 1
                || values.isEmpty()
                || values.size() != keys.size()
                || values.stream().anyMatch(buffer -> buffer.remaining() != size)
                || keys.stream().anyMatch(buffer -> buffer.remaining() != size)) {
            throw new IllegalArgumentException(
                    "expected as many values as keys, ["
                            + heads
                            + ", "
                            + queries
                            + ", "
                            + k
                            + "] for each layer");
        }
        this.heads = heads;
        this.queries = queries;
        this.k = k;
        this.values = values.stream().map(FloatBuffer::slice).toList();
        this.keys = keys.stream().map(IntBuffer::slice).toList();
    }

    /**
     * {@return the selection from all probabilities of a causal model}
     *
     * @param tensor all probabilities
     * @param k number of ranks, from 1
     */
    public static TopKAttention of(AttentionTensor tensor, int k) {
        return of(tensor, k, /* seesLater= */ false);
    }

    /**
     * {@return the selection from all probabilities of a model whose queries see later keys}
     *
     * @param tensor all probabilities
     * @param k number of ranks, from 1
     */
    public static TopKAttention ofBidirectional(AttentionTensor tensor, int k) {
        return of(tensor, k, /* seesLater= */ true);
    }

    private static TopKAttention of(AttentionTensor tensor, int k, boolean seesLater) {
        if (k < 1) {
            throw new IllegalArgumentException("ranks: expected 1 or more, found " + k);
        }
        int queries = tensor.queries();
        List<FloatBuffer> values = new ArrayList<>();
        List<IntBuffer> keys = new ArrayList<>();
        float[] row = new float[tensor.keys()];
        for (int layer = 0; layer < tensor.layers(); layer++) {
            int size = Math.multiplyExact(Math.multiplyExact(tensor.heads(), queries), k);
            FloatBuffer layerValues = FloatBuffer.allocate(size);
            IntBuffer layerKeys = IntBuffer.allocate(size);
            for (int head = 0; head < tensor.heads(); head++) {
                for (int query = 0; query < queries; query++) {
                    tensor.head(layer, head).readRow(query, row, 0);
                    int at = (head * queries + query) * k;
                    int seen = seesLater ? row.length : Math.min(query + 1, row.length);
                    for (int rank = 0; rank < k; rank++) {
                        int best = NO_KEY;
                        for (int key = 0; key < seen; key++) {
                            if (row[key] >= 0 && (best < 0 || row[key] > row[best])) {
                                best = key;
                            }
                        }
                        layerKeys.put(at + rank, best);
                        layerValues.put(at + rank, best < 0 ? 0 : row[best]);
                        if (best >= 0) {
                            row[best] = -1;
                        }
                    }
                }
            }
            values.add(layerValues);
            keys.add(layerKeys);
        }
        return new TopKAttention(tensor.heads(), queries, k, values, keys);
    }

    /** {@return the number of layers} */
    public int layers() {
        return values.size();
    }

    /** {@return the number of heads of a layer} */
    public int heads() {
        return heads;
    }

    /** {@return the number of queries} */
    public int queries() {
        return queries;
    }

    /** {@return the number of ranks} */
    public int k() {
        return k;
    }

    /**
     * {@return the probability with which a query looks at its key of a rank, 0 if it has none}
     *
     * @param layer from 0
     * @param head from 0
     * @param query from 0
     * @param rank from 0, the most looked at
     */
    public float probability(int layer, int head, int query, int rank) {
        return values.get(layer).get(index(head, query, rank));
    }

    /**
     * {@return a query's key of a rank, or {@link #NO_KEY}}
     *
     * @param layer from 0
     * @param head from 0
     * @param query from 0
     * @param rank from 0, the most looked at
     */
    public int key(int layer, int head, int query, int rank) {
        return keys.get(layer).get(index(head, query, rank));
    }

    /**
     * {@return the mass on all other keys of a query: 1 less the probabilities of all ranks}
     *
     * @param layer from 0
     * @param head from 0
     * @param query from 0
     */
    public float rest(int layer, int head, int query) {
        FloatBuffer buffer = values.get(layer);
        int at = index(head, query, 0);
        double rest = 1;
        for (int rank = 0; rank < k; rank++) {
            rest -= buffer.get(at + rank);
        }
        return (float) Math.max(0, rest);
    }

    /**
     * {@return a read-only view of a layer's probabilities, {@code [head, query, rank]}}
     *
     * @param layer from 0
     */
    public FloatBuffer values(int layer) {
        return values.get(layer).asReadOnlyBuffer();
    }

    /**
     * {@return a read-only view of a layer's keys, {@code [head, query, rank]}}
     *
     * @param layer from 0
     */
    public IntBuffer keys(int layer) {
        return keys.get(layer).asReadOnlyBuffer();
    }

    private int index(int head, int query, int rank) {
        return (Objects.checkIndex(head, heads) * queries + Objects.checkIndex(query, queries)) * k
                + Objects.checkIndex(rank, k);
    }

    @Override
    public String toString() {
        return "top keys [layer="
                + layers()
                + ", head="
                + heads
                + ", query="
                + queries
                + ", rank="
                + k
                + "]";
    }
}
