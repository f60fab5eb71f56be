package io.github.headlight.internal.record;

import io.github.headlight.capture.AttentionFileSink;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.tensor.AttentionMatrix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes matrices to a file. Whole rows are put together first, so that a block of a matrix is one
 * write.
 */
final class FileStore implements MatrixStore {
    private final AttentionFileSink file;
    private final CapturePart part;
    private final List<MatrixOutput> outputs;
    private final int rows;
    private final ByteBuffer whole;

    FileStore(
            AttentionFileSink file,
            CapturePart part,
            List<MatrixOutput> outputs,
            Extent extent,
            NativeMemory memory) {
        this.file = file;
        this.part = part;
        this.outputs = outputs;
        this.rows = extent.rows();
        // What no block has written yet lies above the diagonal, and is 0.
        this.whole = memory.allocate((long) extent.blockRows() * rows * Float.BYTES);
    }

    @Override
    public void put(int output, ByteBuffer cells, Block block) {
        ByteBuffer from = cells.duplicate().order(ByteOrder.nativeOrder());
        int length = block.total() * Float.BYTES;
        int first = outputs.subList(0, output).stream().mapToInt(MatrixOutput::matrices).sum();
        for (int matrix = 0; matrix < outputs.get(output).matrices(); matrix++) {
            for (int row = 0; row < block.rows(); row++) {
                int source = (matrix * block.rows() + row) * length;
                whole.put(row * rows * Float.BYTES, from, source, length);
            }
            file.write(
                    part,
                    first + matrix,
                    block.past(),
                    whole.duplicate().position(0).limit(block.rows() * rows * Float.BYTES));
        }
    }

    @Override
    public List<AttentionMatrix> matrices(int written) {
        return List.of();
    }
}
