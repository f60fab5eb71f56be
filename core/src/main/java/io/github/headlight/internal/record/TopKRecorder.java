package io.github.headlight.internal.record;

import io.github.headlight.capture.Captured;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.TopKAttention;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records the keys that each row looks at most. */
final class TopKRecorder implements Recorder {
    private final ModelSpec model;
    private final int k;
    private final Extent extent;
    private final Scratch scratch;
    private final List<Grid> values = new ArrayList<>();
    private final List<Grid> keys = new ArrayList<>();

    TopKRecorder(
            ModelSpec model, int k, Extent extent, NativeMemory scratch, NativeMemory results) {
        this.model = model;
        this.k = k;
        this.extent = extent;
        this.scratch = new Scratch(scratch);
        for (int layer = 0; layer < model.layers(); layer++) {
            values.add(new Grid(results, model.heads(), k));
            keys.add(new Grid(results, model.heads(), k));
        }
    }

    @Override
    public List<TensorSlot> outputs(Block block) {
        long[] shape = {1, model.heads(), block.rows(), kept(block)};
        List<TensorSlot> slots = new ArrayList<>(2 * model.layers());
        for (int layer = 0; layer < model.layers(); layer++) {
            slots.add(
                    TensorSlot.floats(
                            ModelContract.topKValues(layer), memory(2 * layer, block), shape));
            slots.add(
                    TensorSlot.ints(
                            ModelContract.topKIndices(layer), memory(2 * layer + 1, block), shape));
        }
        return slots;
    }

    /** A row has no more keys than there are. */
    private int kept(Block block) {
        return Math.min(k, block.total());
    }

    private ByteBuffer memory(int number, Block block) {
        long cell = (long) model.heads() * Float.BYTES;
        return scratch.get(
                number,
                cell * block.rows() * kept(block),
                cell * extent.blockRows() * Math.min(k, extent.rows()));
    }

    @Override
    public void written(Block block) {
        for (int layer = 0; layer < model.layers(); layer++) {
            Grid layerValues = values.get(layer);
            Grid layerKeys = keys.get(layer);
            int rows = Math.max(extent.rows(), block.total());
            layerValues.reserve(rows, extent.mostRows());
            layerKeys.reserve(rows, extent.mostRows());
            layerValues.put(memory(2 * layer, block), block.past(), block.rows(), kept(block));
            layerKeys.put(memory(2 * layer + 1, block), block.past(), block.rows(), kept(block));
            clearLater(layerValues, layerKeys, block);
        }
    }

    /** Keys that a query does not see have probability 0; a row with fewer than k shows none. */
    private void clearLater(Grid layerValues, Grid layerKeys, Block block) {
        IntBuffer ints = layerKeys.ints();
        FloatBuffer floats = layerValues.floats();
        for (int head = 0; head < model.heads(); head++) {
            for (int row = block.past(); row < block.total(); row++) {
                int at = layerKeys.index(head, row);
                int seen = model.direction().keys(row, block.total());
                for (int rank = 0; rank < k; rank++) {
                    if (rank >= kept(block) || ints.get(at + rank) >= seen) {
                        ints.put(at + rank, TopKAttention.NO_KEY);
                        floats.put(at + rank, 0);
                    }
                }
            }
        }
    }

    @Override
    public Captured addTo(Captured captured, int rows) {
        return captured.with(
                new TopKAttention(
                        model.heads(),
                        rows,
                        k,
                        values.stream().map(grid -> grid.cut(rows).asFloatBuffer()).toList(),
                        keys.stream().map(grid -> grid.cut(rows).asIntBuffer()).toList()));
    }
}
