package io.github.headlight.export.weights;

/**
 * A block of 32 weights in 4 bits: weight {@code i} is {@code scale · (codes[i] − 8) + offset}.
 * What is added in one piece rather than taken off each code keeps blocks exact whose smallest
 * weight is no whole number of steps from 0.
 */
final class FourBitBlock {
    static final int SIZE = 32;

    /** Bytes of the codes. */
    static final int BYTES = SIZE / 2;

    private static final int MIDDLE = 8;
    private static final int STEPS = 15;

    private final byte[] codes = new byte[SIZE];
    private float scale;
    private float offset;

    float scale() {
        return scale;
    }

    float offset() {
        return offset;
    }

    /** Takes over a block of Q4_0. */
    void takeQ4With0(byte[] stored, int at) {
        for (int i = 0; i < SIZE; i++) {
            codes[i] = (byte) SmallBlocks.nibble(stored, at + 2, i);
        }
        scale = Bytes.half(stored, at);
        offset = 0;
    }

    /** Takes over a block of Q4_1. */
    void takeQ4With1(byte[] stored, int at) {
        for (int i = 0; i < SIZE; i++) {
            codes[i] = (byte) SmallBlocks.nibble(stored, at + 4, i);
        }
        scale = Bytes.half(stored, at);
        offset = Bytes.half(stored, at + 2) + MIDDLE * scale;
    }

    /** Takes over one of the eight sub-blocks of a block of Q4_K. */
    void takeQ4K(byte[] stored, int at, int sub) {
        for (int i = 0; i < SIZE; i++) {
            codes[i] = (byte) LargeBlocks.q4Code(stored, at, sub, i);
        }
        scale = LargeBlocks.subScale(stored, at, sub);
        offset = MIDDLE * scale - LargeBlocks.subMinimum(stored, at, sub);
    }

    /** Rounds weights to the nearest of 16 evenly spaced values from the least to the greatest. */
    void round(float[] weights, int at) {
        float least = weights[at];
        float greatest = least;
        for (int i = 1; i < SIZE; i++) {
            least = Math.min(least, weights[at + i]);
            greatest = Math.max(greatest, weights[at + i]);
        }
        scale = (greatest - least) / STEPS;
        offset = least + MIDDLE * scale;
        float steps = scale > 0 ? 1 / scale : 0;
        for (int i = 0; i < SIZE; i++) {
            int code = (int) ((weights[at + i] - least) * steps + 0.5f);
            codes[i] = (byte) Math.min(Math.max(code, 0), STEPS);
        }
    }

    /** Writes the codes, those of even numbers in the low halves of bytes. */
    void writeCodes(byte[] to, int at) {
        for (int i = 0; i < BYTES; i++) {
            to[at + i] = (byte) (codes[2 * i] | codes[2 * i + 1] << 4);
        }
    }
}
