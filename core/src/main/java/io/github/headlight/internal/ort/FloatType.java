package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The floats that tensors of a graph are of. */
enum FloatType {
    FLOAT(OnnxJavaType.FLOAT, 0x7f80_0000),
    HALF(OnnxJavaType.FLOAT16, 0x7c00),
    BRAIN(OnnxJavaType.BFLOAT16, 0x7f80);

    private final OnnxJavaType type;
    private final int exponent;

    FloatType(OnnxJavaType type, int exponent) {
        this.type = type;
        this.exponent = exponent;
    }

    /** The floats of a tensor, if it is of any. */
    static Optional<FloatType> of(TensorInfo tensor) {
        return Arrays.stream(values()).filter(each -> each.type == tensor.type).findFirst();
    }

    OnnxJavaType type() {
        return type;
    }

    /** {@return whether all values up to the limit are numbers: not all ones in their exponent} */
    boolean isFinite(ByteBuffer values) {
        for (int at = 0; at < values.limit(); at += type.size) {
            int bits = this == FLOAT ? values.getInt(at) : values.getShort(at);
            if ((bits & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }
}
