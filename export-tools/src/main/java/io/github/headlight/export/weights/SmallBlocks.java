package io.github.headlight.export.weights;

/**
 * Blocks of 32 numbers: a scale, perhaps a minimum, and the codes, those of the first half in the
 * low nibbles and those of the second in the high ones.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h">ggml-common.h</a>
 */
final class SmallBlocks {
    static final int SIZE = 32;

    private static final int HALF = SIZE / 2;
    private static final byte[] IQ4_NL = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private SmallBlocks() {}

    static void q4With0(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at);
        for (int i = 0; i < SIZE; i++) {
            values[to + i] = scale * (nibble(stored, at + 2, i) - 8);
        }
    }

    static void q4With1(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at);
        float minimum = Bytes.half(stored, at + 2);
        for (int i = 0; i < SIZE; i++) {
            values[to + i] = scale * nibble(stored, at + 4, i) + minimum;
        }
    }

    static void q5With0(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at);
        int high = Bytes.int32(stored, at + 2);
        for (int i = 0; i < SIZE; i++) {
            values[to + i] = scale * ((nibble(stored, at + 6, i) | fifthBit(high, i)) - 16);
        }
    }

    static void q5With1(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at);
        float minimum = Bytes.half(stored, at + 2);
        int high = Bytes.int32(stored, at + 4);
        for (int i = 0; i < SIZE; i++) {
            values[to + i] = scale * (nibble(stored, at + 8, i) | fifthBit(high, i)) + minimum;
        }
    }

    static void q8(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at);
        for (int i = 0; i < SIZE; i++) {
            values[to + i] = scale * stored[at + 2 + i];
        }
    }

    static void iq4(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at);
        for (int i = 0; i < SIZE; i++) {
            values[to + i] = scale * IQ4_NL[nibble(stored, at + 2, i)];
        }
    }

    /** The code of a number. */
    static int nibble(byte[] stored, int at, int i) {
        return i < HALF ? stored[at + i] & 0xf : (stored[at + i - HALF] & 0xf0) >> 4;
    }

    private static int fifthBit(int bits, int i) {
        return (bits >>> i & 1) << 4;
    }
}
