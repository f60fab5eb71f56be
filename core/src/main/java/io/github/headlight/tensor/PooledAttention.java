package io.github.headlight.tensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Sum and maximum of each square block of cells, {@code [layer, head, query block, key block]}. The
 * last blocks may be cut by the end of the sequence; in a causal model blocks above the diagonal
 * are 0. Immutable as long as nobody writes to the buffers beneath; safe for many threads.
 */
public final class PooledAttention {
    private final int heads;
    private final int size;
    private final int blocks;
    private final List<FloatBuffer> sums;
    private final List<FloatBuffer> maxima;

    /**
     * Makes pooled attention over buffers, without copying.
     *
     * @param heads number of heads of a layer
     * @param size rows and columns of a block
     * @param blocks number of blocks along each side
     * @param sums a buffer a layer, {@code [head, query block, key block]}
     * @param maxima a buffer a layer, {@code [head, query block, key block]}
     */
    public PooledAttention(
            int heads, int size, int blocks, List<FloatBuffer> sums, List<FloatBuffer> maxima) {
        long cells = (long) heads * blocks * blocks;
        if (heads < 1
                || size < 1
                || blocks < 1
                || sums.isEmpty()
                || sums.size() != maxima.size()
                || sums.stream().anyMatch(buffer -> buffer.remaining() != cells)
                || maxima.stream().anyMatch(buffer -> buffer.remaining() != cells)) {
            throw new IllegalArgumentException(
                    "expected as many sums as maxima, ["
                            + heads
                            + ", "
                            + blocks
                            + ", "
                            + blocks
                            + "] for each layer");
        }
        this.heads = heads;
        this.size = size;
        this.blocks = blocks;
        this.sums = sums.stream().map(FloatBuffer::slice).toList();
        this.maxima = maxima.stream().map(FloatBuffer::slice).toList();
    }

    /**
     * {@return what all probabilities pool to}
     *
     * @param tensor all probabilities
     * @param size rows and columns of a block, from 1
     */
    public static PooledAttention of(AttentionTensor tensor, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "size of a block: expected 1 or more, found " + size);
        }
        int blocks = blocks(tensor.queries(), size);
        List<FloatBuffer> sums = new ArrayList<>();
        List<FloatBuffer> maxima = new ArrayList<>();
        float[] row = new float[tensor.keys()];
        for (int layer = 0; layer < tensor.layers(); layer++) {
            int cells = Math.multiplyExact(tensor.heads(), Math.multiplyExact(blocks, blocks));
            double[] sum = new double[cells];
            float[] max = new float[cells];
            for (int head = 0; head < tensor.heads(); head++) {
                for (int query = 0; query < tensor.queries(); query++) {
                    tensor.head(layer, head).readRow(query, row, 0);
                    int at = (head * blocks + query / size) * blocks;
                    for (int key = 0; key < row.length; key++) {
                        sum[at + key / size] += row[key];
                        max[at + key / size] = Math.max(max[at + key / size], row[key]);
                    }
                }
            }
            FloatBuffer rounded = FloatBuffer.allocate(cells);
            for (double value : sum) {
                rounded.put((float) value);
            }
            sums.add(rounded.flip());
            maxima.add(FloatBuffer.wrap(max));
        }
        return new PooledAttention(tensor.heads(), size, blocks, sums, maxima);
    }

    /**
     * {@return how many blocks cover some rows}
     *
     * @param rows from 1
     * @param size rows of a block
     */
    public static int blocks(int rows, int size) {
        return (rows - 1) / size + 1;
    }

    /** {@return the number of layers} */
    public int layers() {
        return sums.size();
    }

    /** {@return the number of heads of a layer} */
    public int heads() {
        return heads;
    }

    /** {@return rows and columns of a block} */
    public int size() {
        return size;
    }

    /** {@return the number of blocks along each side} */
    public int blocks() {
        return blocks;
    }

    /**
     * {@return the sum of a block's probabilities, 0 to the number of its rows}
     *
     * @param layer from 0
     * @param head from 0
     * @param queryBlock from 0
     * @param keyBlock from 0
     */
    public float sum(int layer, int head, int queryBlock, int keyBlock) {
        return sums.get(layer).get(index(head, queryBlock, keyBlock));
    }

    /**
     * {@return the largest of a block's probabilities}
     *
     * @param layer from 0
     * @param head from 0
     * @param queryBlock from 0
     * @param keyBlock from 0
     */
    public float max(int layer, int head, int queryBlock, int keyBlock) {
        return maxima.get(layer).get(index(head, queryBlock, keyBlock));
    }

    /**
     * {@return a read-only view of a layer's sums, {@code [head, query block, key block]}}
     *
     * @param layer from 0
     */
    public FloatBuffer sums(int layer) {
        return sums.get(layer).asReadOnlyBuffer();
    }

    /**
     * {@return a read-only view of a layer's maxima, {@code [head, query block, key block]}}
     *
     * @param layer from 0
     */
    public FloatBuffer maxima(int layer) {
        return maxima.get(layer).asReadOnlyBuffer();
    }

    private int index(int head, int queryBlock, int keyBlock) {
        return (Objects.checkIndex(head, heads) * blocks + Objects.checkIndex(queryBlock, blocks))
                        * blocks
                + Objects.checkIndex(keyBlock, blocks);
    }

    @Override
    public String toString() {
        return "pooled attention [layer="
                + layers()
                + ", head="
                + heads
                + ", query block="
                + blocks
                + ", key block="
                + blocks
                + "], blocks of "
                + size;
    }
}
