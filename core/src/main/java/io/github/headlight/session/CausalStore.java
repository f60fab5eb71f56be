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
 * copied; several are copied once, row by row.
 */
final class CausalStore {
    private final int layers;
    private final int heads;
    private final List<Block> blocks = new ArrayList<>();

    CausalStore(int layers, int heads) {
        this.layers = layers;
        this.heads = heads;
    }

    /** Rows {@code past} to {@code past + rows} of all layers. */
    private record Block(int past, int rows, List<FloatBuffer> layers) {
        int keys() {
            return past + rows;
        }
    }

    /** Buffers for the next rows, one a layer, for the runtime to write to. */
    List<FloatBuffer> newBlock(int past, int rows) {
        List<FloatBuffer> buffers = new ArrayList<>(layers);
        for (int layer = 0; layer < layers; layer++) {
            buffers.add(allocate((long) rows * (past + rows)));
        }
        blocks.add(new Block(past, rows, buffers));
        return List.copyOf(buffers);
    }

    /** All rows as one tensor; the store is used up. */
    AttentionTensor toTensor() {
        int rows = blocks.get(blocks.size() - 1).keys();
        List<AttentionMatrix> matrices = new ArrayList<>(layers * heads);
        for (int layer = 0; layer < layers; layer++) {
            FloatBuffer whole =
                    blocks.size() == 1 ? blocks.get(0).layers().get(layer) : joined(layer, rows);
            for (int head = 0; head < heads; head++) {
                matrices.add(
                        AttentionMatrix.of(
                                whole.slice(head * rows * rows, rows * rows), rows, rows));
            }
        }
        blocks.clear();
        return AttentionTensor.of(layers, heads, matrices);
    }

    /**
     * One layer's rows in one buffer; its blocks are let go, so that no two copies of a capture are
     * held.
     */
    private FloatBuffer joined(int layer, int rows) {
        FloatBuffer whole = allocate((long) rows * rows);
        for (Block block : blocks) {
            FloatBuffer part = block.layers().set(layer, null);
            for (int head = 0; head < heads; head++) {
                for (int row = 0; row < block.rows(); row++) {
                    int source = (head * block.rows() + row) * block.keys();
                    int target = (head * rows + block.past() + row) * rows;
                    whole.put(target, part, source, block.keys());
                }
            }
        }
        return whole;
    }

    private FloatBuffer allocate(long cellsOfHead) {
        long cells = cellsOfHead * heads;
        if (cells > Integer.MAX_VALUE / Float.BYTES) {
            throw tooLarge(cells, "one layer is limited to 2 GiB");
        }
        try {
            return OrtSequence.newBuffer(cells);
        } catch (OutOfMemoryError e) {
            throw tooLarge(cells, "memory outside the heap ran out (" + e.getMessage() + ")");
        }
    }

    private ModelRunException tooLarge(long cellsOfLayer, String why) {
        double megabytes = cellsOfLayer * (double) Float.BYTES / 1e6;
        return new ModelRunException(
                String.format(
                        Locale.ROOT,
                        "the capture does not fit: %d layers of %.1f MB, and %s; use a shorter prompt, or give the JVM more"
                                + " (-XX:MaxDirectMemorySize)",
                        layers,
                        megabytes,
                        why));
    }
}
