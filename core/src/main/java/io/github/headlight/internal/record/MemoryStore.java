package io.github.headlight.internal.record;

import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.tensor.AttentionMatrix;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps matrices in memory. */
final class MemoryStore implements MatrixStore {
    private final List<MatrixOutput> outputs;
    private final List<Grid> grids = new ArrayList<>();
    private final Extent extent;

    MemoryStore(List<MatrixOutput> outputs, Extent extent, NativeMemory memory) {
        this.outputs = outputs;
        this.extent = extent;
        outputs.forEach(output -> grids.add(new Grid(memory, output.matrices(), Grid.SQUARE)));
    }

    @Override
    public void put(int output, ByteBuffer cells, Block block) {
        Grid grid = grids.get(output);
        grid.reserve(Math.max(extent.rows(), block.total()), extent.mostRows());
        grid.put(cells, block.past(), block.rows(), block.total());
    }

    @Override
    public List<AttentionMatrix> matrices(int rows) {
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            FloatBuffer layer = grids.get(i).cut(rows).asFloatBuffer();
            for (int matrix = 0; matrix < outputs.get(i).matrices(); matrix++) {
                matrices.add(
                        AttentionMatrix.of(
                                layer.slice(matrix * rows * rows, rows * rows), rows, rows));
            }
        }
        return matrices;
    }
}
