package io.github.headlight.internal.record;

import io.github.headlight.capture.Captured;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.PooledAttention;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Records sums and maxima of square blocks of cells. Tokens that are read in one run begin with a
 * block of rows, or lie within one.
 */
final class PooledRecorder implements Recorder {
    private final ModelSpec model;
    private final int size;
    private final Extent extent;
    private final Scratch scratch;
    private final List<Grid> sums = new ArrayList<>();
    private final List<Grid> maxima = new ArrayList<>();

    PooledRecorder(
            ModelSpec model, int size, Extent extent, NativeMemory scratch, NativeMemory results) {
        this.model = model;
        this.size = size;
        this.extent = extent;
        this.scratch = new Scratch(scratch);
        for (int layer = 0; layer < model.layers(); layer++) {
            sums.add(new Grid(results, model.heads(), Grid.SQUARE));
            maxima.add(new Grid(results, model.heads(), Grid.SQUARE));
        }
    }

    @Override
    public List<TensorSlot> outputs(Block block) {
        long[] shape = {1, model.heads(), blocks(block.rows()), blocks(block.total())};
        List<TensorSlot> slots = new ArrayList<>(2 * model.layers());
        for (int layer = 0; layer < model.layers(); layer++) {
            slots.add(
                    TensorSlot.floats(
                            ModelContract.pooledSum(layer), memory(2 * layer, block), shape));
            slots.add(
                    TensorSlot.floats(
                            ModelContract.pooledMax(layer), memory(2 * layer + 1, block), shape));
        }
        return slots;
    }

    private int blocks(int tokens) {
        return PooledAttention.blocks(tokens, size);
    }

    private ByteBuffer memory(int number, Block block) {
        long cell = (long) model.heads() * Float.BYTES;
        return scratch.get(
                number,
                cell * blocks(block.rows()) * blocks(block.total()),
                cell * blocks(extent.blockRows()) * blocks(extent.rows()));
    }

    @Override
    public void written(Block block) {
        for (int layer = 0; layer < model.layers(); layer++) {
            add(sums.get(layer), memory(2 * layer, block), block, Float::sum);
            add(maxima.get(layer), memory(2 * layer + 1, block), block, Math::max);
        }
    }

    /** How a number of a block joins those before. */
    @FunctionalInterface
    private interface Join {
        float of(float a, float b);
    }

    private void add(Grid grid, ByteBuffer memory, Block block, Join join) {
        grid.reserve(blocks(Math.max(extent.rows(), block.total())), blocks(extent.mostRows()));
        FloatBuffer from = memory.asFloatBuffer();
        FloatBuffer to = grid.floats();
        int rows = blocks(block.rows());
        int columns = blocks(block.total());
        for (int head = 0; head < model.heads(); head++) {
            for (int row = 0; row < rows; row++) {
                int source = (head * rows + row) * columns;
                int target = grid.index(head, block.past() / size + row);
                for (int column = 0; column < columns; column++) {
                    to.put(
                            target + column,
                            join.of(to.get(target + column), from.get(source + column)));
                }
            }
        }
    }

    @Override
    public Captured addTo(Captured captured, int rows) {
        int blocks = blocks(rows);
        return captured.with(
                new PooledAttention(
                        model.heads(),
                        size,
                        blocks,
                        sums.stream().map(grid -> grid.cut(blocks).asFloatBuffer()).toList(),
                        maxima.stream().map(grid -> grid.cut(blocks).asFloatBuffer()).toList()));
    }
}
