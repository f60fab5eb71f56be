package io.github.headlight.export.weights;

/** A block of 32 weights in 8 bits: a weight is {@code scale · code}, from −127 to 127. */
final class EightBitBlock {
    static final int SIZE = 32;

    private static final int LARGEST = 127;

    private final byte[] codes = new byte[SIZE];
    private float scale;

    float scale() {
        return scale;
    }

    /** Takes over a block of Q8_0. */
    void takeQ8(byte[] stored, int at) {
        scale = Bytes.half(stored, at);
        System.arraycopy(stored, at + 2, codes, 0, SIZE);
    }

    /** Rounds weights to the nearest multiples of a 127th of the largest magnitude. */
    void round(float[] weights, int at) {
        float largest = 0;
        for (int i = 0; i < SIZE; i++) {
            largest = Math.max(largest, Math.abs(weights[at + i]));
        }
        scale = largest / LARGEST;
        float steps = scale > 0 ? 1 / scale : 0;
        for (int i = 0; i < SIZE; i++) {
            int code = Math.round(weights[at + i] * steps);
            codes[i] = (byte) Math.min(Math.max(code, -LARGEST), LARGEST);
        }
    }

    /**
     * Writes the high halves, from 0 for −128, those of even numbers in the low halves of bytes.
     */
    void writeHigh(byte[] to, int at) {
        for (int i = 0; i < SIZE / 2; i++) {
            int even = (codes[2 * i] >> 4) + 8;
            int odd = (codes[2 * i + 1] >> 4) + 8;
            to[at + i] = (byte) (even | odd << 4);
        }
    }

    /** Writes the low halves. */
    void writeLow(byte[] to, int at) {
        for (int i = 0; i < SIZE / 2; i++) {
            to[at + i] = (byte) ((codes[2 * i] & 0xf) | codes[2 * i + 1] << 4);
        }
    }
}
