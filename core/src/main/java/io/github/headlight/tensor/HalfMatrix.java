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
        // Through an array: loops over buffers outside the heap are not vectorised.
        short[] bits = new short[length];
        values.get(index, bits);
        Half.toFloats(bits, 0, target, offset, length);
    }
}
