package io.github.headlight.export.weights;

/**
 * A block of 32 weights in 4 bits: a weight is {@code scale · (code − 8) + offset}. What is added
 * in one piece rather than taken off each code keeps blocks exact whose smallest weight is no whole
 * number of steps from 0.
 */
final class FourBitBlock {
    static final int SIZE = 32;

    /** Bytes of the codes. */
    static final int BYTES = SIZE / 2;

    private static final int MIDDLE = 8;
    private static final int STEPS = 15;

    /** Those of even numbers in the low halves. */
    private final byte[] codes = new byte[BYTES];

    private float scale;
    private float offset;

    float scale() {
        return scale;
    }

    float offset() {
        return offset;
    }

    void writeCodes(byte[] to, int at) {
        System.arraycopy(codes, 0, to, at, BYTES);
    }

    /** Takes over a block of Q4_0. */
    void takeQ4With0(byte[] stored, int at) {
        takeHalves(stored, at + 2);
        scale = Bytes.half(stored, at);
        offset = 0;
    }

    /** Takes over a block of Q4_1. */
    void takeQ4With1(byte[] stored, int at) {
        takeHalves(stored, at + 4);
        scale = Bytes.half(stored, at);
        offset = Bytes.half(stored, at + 2) + MIDDLE * scale;
    }

    /** The codes of the first half are the low nibbles there, those of the second the high ones. */
    private void takeHalves(byte[] stored, int at) {
        for (int i = 0; i < BYTES / 2; i++) {
            int even = stored[at + 2 * i];
            int odd = stored[at + 2 * i + 1];
            codes[i] = (byte) ((even & 0xf) | odd << 4);
            codes[BYTES / 2 + i] = (byte) ((even >> 4 & 0xf) | (odd & 0xf0));
        }
    }

    /** Takes over one of the eight runs of a block of Q4_K. */
    void takeQ4K(byte[] stored, int at, int run) {
        int from = LargeBlocks.q4Codes(at, run);
        int shift = LargeBlocks.shiftOfNibbles(run);
        for (int i = 0; i < BYTES; i++) {
            int even = stored[from + 2 * i] >> shift & 0xf;
            int odd = stored[from + 2 * i + 1] >> shift & 0xf;
            codes[i] = (byte) (even | odd << 4);
        }
        scale = LargeBlocks.runScale(stored, at, run);
        offset = MIDDLE * scale - LargeBlocks.runMinimum(stored, at, run);
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
        for (int i = 0; i < BYTES; i++) {
            int even = code(weights[at + 2 * i], least, steps);
            int odd = code(weights[at + 2 * i + 1], least, steps);
            codes[i] = (byte) (even | odd << 4);
        }
    }

    private static int code(float weight, float least, float steps) {
        return Math.min((int) ((weight - least) * steps + 0.5f), STEPS);
    }
}
