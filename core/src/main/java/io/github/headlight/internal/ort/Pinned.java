package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import io.github.headlight.tensor.Half;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * A slot as the runtime takes it: the caller's own memory, or, of an output in half precision, some
 * beside it.
 */
final class Pinned {
    private final TensorSlot slot;
    private final OnnxTensor tensor;
    private final ShortBuffer halves;

    private Pinned(TensorSlot slot, OnnxTensor tensor, ShortBuffer halves) {
        this.slot = slot;
        this.tensor = tensor;
        this.halves = halves;
    }

    /**
     * Makes a tensor of a slot, to be closed by the caller.
     *
     * @param graphType what the graph has there
     */
    static Pinned of(OrtEnvironment environment, TensorSlot slot, OnnxJavaType graphType)
            throws OrtException {
        boolean isHalf = slot.type() == TensorSlot.Type.FLOAT && graphType == OnnxJavaType.FLOAT16;
        OnnxJavaType type =
                switch (slot.type()) {
                    case FLOAT -> isHalf ? OnnxJavaType.FLOAT16 : OnnxJavaType.FLOAT;
                    case INT32 -> OnnxJavaType.INT32;
                };
        long elements = 1;
        for (long axis : slot.shape()) {
            elements = Math.multiplyExact(elements, axis);
        }
        int bytes = Math.toIntExact(elements * type.size);
        ByteBuffer memory =
                (isHalf ? ByteBuffer.allocateDirect(bytes) : slot.bytes().slice(0, bytes))
                        .order(ByteOrder.nativeOrder());
        return new Pinned(
                slot,
                OnnxTensor.createTensor(environment, memory, slot.shape(), type),
                isHalf ? memory.asShortBuffer() : null);
    }

    OnnxTensor tensor() {
        return tensor;
    }

    /** After the run: brings what was written to the slot, if it is not there yet. */
    void written() {
        if (halves != null) {
            FloatBuffer floats =
                    slot.bytes().duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
            for (int i = 0; i < halves.limit(); i++) {
                floats.put(i, Half.toFloat(halves.get(i)));
            }
        }
    }
}
