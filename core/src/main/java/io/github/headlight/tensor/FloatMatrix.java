package io.github.headlight.tensor;

import java.nio.FloatBuffer;

/** Probabilities in single precision. */
final class FloatMatrix extends AttentionMatrix {
    private final FloatBuffer values;

    FloatMatrix(FloatBuffer values, int queries, int keys) {
        super(queries, keys, values.capacity());
        this.values = values;
    }

    @Override
    float at(int index) {
        return values.get(index);
    }

    @Override
    void read(int index, float[] target, int offset, int length) {
        values.get(index, target, offset, length);
    }
}
