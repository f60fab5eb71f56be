package io.github.headlight.tensor;

import java.nio.ShortBuffer;

/** Probabilities in half precision. */
final class HalfMatrix extends AttentionMatrix {
    private final ShortBuffer values;

    HalfMatrix(ShortBuffer values, int queries, int keys) {
        super(queries, keys, values.capacity());
        this.values = values;
    }

    @Override
    float at(int index) {
        return Half.toFloat(values.get(index));
    }

    @Override
    void read(int index, float[] target, int offset, int length) {
        Half.toFloats(values, index, target, offset, length);
    }
}
