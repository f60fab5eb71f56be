package io.github.headlight.export.weights;

/**
 * Blocks of 256 numbers in sub-blocks of 16 or 32, whose scales are small whole numbers times one
 * scale for all. Groups of 128 numbers are four runs of 32 that share bytes, two bits each, or
 * groups of 64 two runs that share nibbles.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h">ggml-common.h</a>
 */
final class LargeBlocks {
    static final int SIZE = 256;

    private static final int RUN = 32;

    private LargeBlocks() {}

    static void q2(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at + 80);
        float minimum = Bytes.half(stored, at + 82);
        for (int i = 0; i < SIZE; i++) {
            int both = Bytes.unsigned(stored, at + i / 16);
            values[to + i] =
                    scale * (both & 0xf) * twoBits(stored, at + 16, i) - minimum * (both >> 4);
        }
    }

    static void q3(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at + 108);
        for (int i = 0; i < SIZE; i++) {
            // The third bit says that 4 is not taken off.
            int third = (stored[at + i % RUN] >> (i / RUN) & 1) == 0 ? 4 : 0;
            values[to + i] =
                    scale
                            * q3Scale(stored, at + 96, i / 16)
                            * (twoBits(stored, at + 32, i) - third);
        }
    }

    /** Sixteen scales of six bits: the low four in eight bytes, the high two in four. */
    private static int q3Scale(byte[] stored, int at, int sub) {
        int low = stored[at + sub % 8] >> (sub < 8 ? 0 : 4) & 0xf;
        int high = stored[at + 8 + sub % 4] >> (2 * (sub / 4)) & 3;
        return (low | high << 4) - 32;
    }

    static void q4(byte[] stored, int at, float[] values, int to) {
        for (int sub = 0; sub < SIZE / RUN; sub++) {
            float scale = subScale(stored, at, sub);
            float minimum = subMinimum(stored, at, sub);
            for (int i = 0; i < RUN; i++) {
                values[to + sub * RUN + i] = scale * q4Code(stored, at, sub, i) - minimum;
            }
        }
    }

    static int q4Code(byte[] stored, int at, int sub, int i) {
        return code(stored, at + 16, sub, i);
    }

    static void q5(byte[] stored, int at, float[] values, int to) {
        for (int sub = 0; sub < SIZE / RUN; sub++) {
            float scale = subScale(stored, at, sub);
            float minimum = subMinimum(stored, at, sub);
            for (int i = 0; i < RUN; i++) {
                int high = (stored[at + 16 + i] >> sub & 1) << 4;
                values[to + sub * RUN + i] =
                        scale * (code(stored, at + 48, sub, i) | high) - minimum;
            }
        }
    }

    static void q6(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at + 208);
        for (int i = 0; i < SIZE; i++) {
            int inHalf = i % 128;
            int low = stored[at + i / 128 * 64 + inHalf % 64] >> (inHalf / 64 * 4) & 0xf;
            int code = low | twoBits(stored, at + 128, i) << 4;
            values[to + i] = scale * stored[at + 192 + i / 16] * (code - 32);
        }
    }

    /** The scale of a sub-block of Q4_K or Q5_K. */
    static float subScale(byte[] stored, int at, int sub) {
        int bits =
                sub < 4
                        ? stored[at + 4 + sub] & 0x3f
                        : (stored[at + 8 + sub] & 0xf) | (stored[at + sub] >> 2 & 0x30);
        return Bytes.half(stored, at) * bits;
    }

    /** What is taken off a sub-block of Q4_K or Q5_K. */
    static float subMinimum(byte[] stored, int at, int sub) {
        int bits =
                sub < 4
                        ? stored[at + 8 + sub] & 0x3f
                        : (stored[at + 8 + sub] >> 4 & 0xf) | (stored[at + 4 + sub] >> 2 & 0x30);
        return Bytes.half(stored, at + 2) * bits;
    }

    private static int code(byte[] stored, int at, int sub, int i) {
        return stored[at + sub / 2 * RUN + i] >> (sub % 2 * 4) & 0xf;
    }

    private static int twoBits(byte[] stored, int at, int i) {
        return stored[at + i / 128 * RUN + i % RUN] >> (i % 128 / RUN * 2) & 3;
    }
}
