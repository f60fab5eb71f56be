package io.github.headlight.internal.record;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.Captured;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records whole matrices: of all heads, of chosen ones, or of means. */
final class MatrixRecorder implements Recorder {
    private final CapturePart part;
    private final List<MatrixOutput> outputs;
    private final Extent extent;
    private final MatrixStore store;
    private final Scratch scratch;

    MatrixRecorder(
            CapturePart part,
            List<MatrixOutput> outputs,
            Extent extent,
            MatrixStore store,
            NativeMemory memory) {
        this.part = part;
        this.outputs = outputs;
        this.extent = extent;
        this.store = store;
        this.scratch = new Scratch(memory);
    }

    @Override
    public List<TensorSlot> outputs(Block block) {
        List<TensorSlot> slots = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            MatrixOutput output = outputs.get(i);
            slots.add(TensorSlot.floats(output.name(), memory(i, block), output.shape(block)));
        }
        return slots;
    }

    private ByteBuffer memory(int output, Block block) {
        long matrices = (long) outputs.get(output).matrices() * Float.BYTES;
        return scratch.get(
                output,
                matrices * block.rows() * block.total(),
                matrices * extent.blockRows() * extent.rows());
    }

    @Override
    public void written(Block block) {
        for (int i = 0; i < outputs.size(); i++) {
            store.put(i, memory(i, block), block);
        }
    }

    @Override
    public Captured addTo(Captured captured, int rows) {
        List<AttentionMatrix> matrices = store.matrices(rows);
        if (matrices.isEmpty()) {
            return captured;
        }
        if (part instanceof CapturePart.Heads) {
            return captured.withHeads(matrices);
        }
        int layers = outputs.size();
        AttentionTensor tensor = AttentionTensor.of(layers, matrices.size() / layers, matrices);
        return part instanceof CapturePart.Full
                ? captured.withFull(tensor)
                : captured.withMean(tensor);
    }
}
