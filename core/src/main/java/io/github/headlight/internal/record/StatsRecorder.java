package io.github.headlight.internal.record;

import io.github.headlight.capture.Captured;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.capture.StatisticsSum;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records what each head does on average. */
final class StatsRecorder implements Recorder {
    private static final int WIDTH = RowWeights.MEASURES.size();

    private final ModelSpec model;
    private final RowWeights weights;
    private final Extent extent;
    private final Scratch scratch;
    private final StatisticsSum sum;
    private final List<Grid> received = new ArrayList<>();
    private final float[] zeros = new float[1 << 14];

    /** The weights have the tokens of a block before it is recorded. */
    StatsRecorder(
            ModelSpec model,
            RowWeights weights,
            Extent extent,
            NativeMemory scratch,
            NativeMemory results) {
        this.model = model;
        this.weights = weights;
        this.extent = extent;
        this.scratch = new Scratch(scratch);
        this.sum = new StatisticsSum(model.layers(), model.heads(), weights);
        for (int layer = 0; layer < model.layers(); layer++) {
            // One matrix whose rows are keys and whose columns are heads.
            received.add(new Grid(results, 1, model.heads()));
        }
    }

    @Override
    public List<TensorSlot> inputs(Block block) {
        long row = (long) WIDTH * Float.BYTES;
        ByteBuffer memory =
                scratch.get(
                        3 * model.layers(),
                        row * block.rows() * block.total(),
                        row * extent.blockRows() * extent.rows());
        FloatBuffer cells = memory.asFloatBuffer();
        int size = block.rows() * block.total() * WIDTH;
        for (int at = 0; at < size; at += zeros.length) {
            cells.put(at, zeros, 0, Math.min(zeros.length, size - at));
        }
        for (int i = 0; i < block.rows(); i++) {
            weights.put(block.past() + i, cells, i * block.total() * WIDTH);
        }
        return List.of(
                TensorSlot.floats(
                        ModelContract.ROW_WEIGHTS, memory, 1, block.rows(), block.total(), WIDTH));
    }

    @Override
    public List<TensorSlot> outputs(Block block) {
        long heads = model.heads();
        List<TensorSlot> slots = new ArrayList<>(3 * model.layers());
        for (int layer = 0; layer < model.layers(); layer++) {
            slots.add(
                    TensorSlot.floats(
                            ModelContract.entropy(layer),
                            entropy(layer, block),
                            1,
                            heads,
                            block.rows()));
            slots.add(
                    TensorSlot.floats(
                            ModelContract.weighted(layer),
                            weighted(layer, block),
                            1,
                            block.rows(),
                            heads,
                            WIDTH));
            slots.add(
                    TensorSlot.floats(
                            ModelContract.received(layer),
                            received(layer, block),
                            1,
                            heads,
                            block.total()));
        }
        return slots;
    }

    private ByteBuffer entropy(int layer, Block block) {
        return memory(3 * layer, block.rows(), extent.blockRows());
    }

    private ByteBuffer weighted(int layer, Block block) {
        return memory(3 * layer + 1, block.rows() * WIDTH, extent.blockRows() * WIDTH);
    }

    private ByteBuffer received(int layer, Block block) {
        return memory(3 * layer + 2, block.total(), extent.rows());
    }

    private ByteBuffer memory(int number, int perHead, int most) {
        long cell = (long) model.heads() * Float.BYTES;
        return scratch.get(number, cell * perHead, cell * most);
    }

    @Override
    public void written(Block block) {
        for (int layer = 0; layer < model.layers(); layer++) {
            FloatBuffer entropies = entropy(layer, block).asFloatBuffer();
            FloatBuffer sums = weighted(layer, block).asFloatBuffer();
            for (int head = 0; head < model.heads(); head++) {
                for (int row = 0; row < block.rows(); row++) {
                    sum.add(
                            layer,
                            head,
                            block.past() + row,
                            entropies.get(head * block.rows() + row),
                            sums,
                            (row * model.heads() + head) * WIDTH);
                }
            }
            addReceived(layer, block);
        }
    }

    private void addReceived(int layer, Block block) {
        Grid grid = received.get(layer);
        grid.reserve(Math.max(extent.rows(), block.total()), extent.mostRows());
        FloatBuffer from = received(layer, block).asFloatBuffer();
        FloatBuffer to = grid.floats();
        for (int head = 0; head < model.heads(); head++) {
            for (int key = 0; key < block.total(); key++) {
                int at = grid.index(0, key) + head;
                to.put(at, to.get(at) + from.get(head * block.total() + key));
            }
        }
    }

    @Override
    public Captured addTo(Captured captured, int rows) {
        FloatBuffer ofHead = FloatBuffer.allocate(rows);
        for (int layer = 0; layer < model.layers(); layer++) {
            FloatBuffer layerReceived = received.get(layer).floats();
            for (int head = 0; head < model.heads(); head++) {
                for (int key = 0; key < rows; key++) {
                    ofHead.put(key, layerReceived.get(received.get(layer).index(0, key) + head));
                }
                sum.focus(layer, head, ofHead);
            }
        }
        return captured.with(sum.toStatistics());
    }
}
