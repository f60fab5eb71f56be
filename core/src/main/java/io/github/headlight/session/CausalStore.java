package io.github.headlight.session;

import io.github.headlight.error.ModelRunException;
import io.github.headlight.internal.ort.OrtSequence;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Collects the blocks of one capture into one causal tensor. A block is {@code [head, block, past +
 * block]} for each layer. One block for the whole sequence is the tensor itself and is never
 * copied; several are copied once, row by row: at once where the number of rows is known, else at
 * the end.
 */
final class CausalStore {
    private final int layers;
    private final int heads;
    private final int knownRows;
    private final List<Block> blocks = new ArrayList<>();
    private final List<FloatBuffer> whole = new ArrayList<>();
    private final List<FloatBuffer> scratch = new ArrayList<>();

    /** A store for a capture of {@code knownRows} rows, or 0 if an answer's length decides that. */
    CausalStore(int layers, int heads, int knownRows) {
        this.layers = layers;
        this.heads = heads;
        this.knownRows = knownRows;
    }

    /** Rows {@code past} to {@code past + rows} of all layers. */
    private record Block(int past, int rows, List<FloatBuffer> layers) {
        int keys() {
            return past + rows;
        }
    }

    /**
     * Buffers for the next rows, one a layer, for the runtime to write to; {@link #written} must
     * follow.
     */
    List<FloatBuffer> newBlock(int past, int rows) {
        long cells = (long) heads * rows * (past + rows);
        List<FloatBuffer> buffers = new ArrayList<>(layers);
        for (int layer = 0; layer < layers; layer++) {
            buffers.add(isPart(rows) ? scratch(layer, rows, cells) : allocate(cells));
        }
        blocks.add(new Block(past, rows, buffers));
        return List.copyOf(buffers);
    }

    /** The runtime has written the last block. */
    void written() {
        Block last = blocks.get(blocks.size() - 1);
        if (isPart(last.rows())) {
            for (int layer = 0; layer < layers; layer++) {
                if (whole.size() == layer) {
                    whole.add(allocate((long) heads * knownRows * knownRows));
                }
                copy(last, layer, whole.get(layer), knownRows);
            }
            blocks.clear();
        }
    }

    /** All rows as one tensor; the store is used up. */
    AttentionTensor toTensor() {
        int rows = knownRows > 0 ? knownRows : blocks.get(blocks.size() - 1).keys();
        List<AttentionMatrix> matrices = new ArrayList<>(layers * heads);
        for (int layer = 0; layer < layers; layer++) {
            FloatBuffer buffer = whole.isEmpty() ? joined(layer, rows) : whole.get(layer);
            for (int head = 0; head < heads; head++) {
                matrices.add(
                        AttentionMatrix.of(
                                buffer.slice(head * rows * rows, rows * rows), rows, rows));
            }
        }
        return AttentionTensor.of(layers, heads, matrices);
    }

    private boolean isPart(int rows) {
        return knownRows > 0 && rows < knownRows;
    }

    /**
     * The same memory for each block: a block is at most as long as the first, and its keys as the
     * whole.
     */
    private FloatBuffer scratch(int layer, int rows, long cells) {
        if (scratch.size() == layer) {
            scratch.add(allocate((long) heads * rows * knownRows));
        }
        return scratch.get(layer).slice(0, Math.toIntExact(cells));
    }

    /**
     * One layer's rows in one buffer; its blocks are let go, so that no two copies of a capture are
     * held.
     */
    private FloatBuffer joined(int layer, int rows) {
        if (blocks.size() == 1) {
            return blocks.get(0).layers().get(layer);
        }
        FloatBuffer target = allocate((long) heads * rows * rows);
        for (Block block : blocks) {
            copy(block, layer, target, rows);
            block.layers().set(layer, null);
        }
        return target;
    }

    private void copy(Block block, int layer, FloatBuffer target, int rows) {
        FloatBuffer source = block.layers().get(layer);
        for (int head = 0; head < heads; head++) {
            for (int row = 0; row < block.rows(); row++) {
                int from = (head * block.rows() + row) * block.keys();
                int to = (head * rows + block.past() + row) * rows;
                target.put(to, source, from, block.keys());
            }
        }
    }

    private FloatBuffer allocate(long cells) {
        if (cells > Integer.MAX_VALUE / Float.BYTES) {
            throw new ModelRunException(
                    String.format(
                            Locale.ROOT,
                            "the capture does not fit: a layer has %.1f MB, and one is limited to"
                                    + " 2 GiB; use a shorter prompt",
                            cells * (double) Float.BYTES / 1e6));
        }
        return OrtSequence.newBuffer(cells);
    }
}
