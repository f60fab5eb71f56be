package io.github.headlight.export.weights;

/**
 * Blocks of 256 numbers in sub-blocks of 16 or 32, whose scales are small whole numbers times one
 * scale for all. Four runs of 32 numbers share the bytes of their low bits, two bits each; two
 * share those of nibbles.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h">ggml-common.h</a>
 */
final class LargeBlocks {
    static final int SIZE = 256;

    private static final int RUN = 32;
    private static final int RUNS = SIZE / RUN;
    private static final int SUB = 16;
    private static final int SUBS = SIZE / SUB;

    private LargeBlocks() {}

    static void q2(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at + 80);
        float minimum = Bytes.half(stored, at + 82);
        for (int sub = 0; sub < SUBS; sub++) {
            int both = Bytes.unsigned(stored, at + sub);
            float factor = scale * (both & 0xf);
            float off = minimum * (both >> 4);
            int bits = at + 16 + byteOfTwoBits(sub);
            int shift = shiftOfTwoBits(sub);
            for (int i = 0; i < SUB; i++) {
                int code = stored[bits + i] >> shift & 3;
                values[to + sub * SUB + i] = factor * code - off;
            }
        }
    }

    static void q3(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at + 108);
        for (int sub = 0; sub < SUBS; sub++) {
            float factor = scale * q3Scale(stored, at + 96, sub);
            int bits = at + 32 + byteOfTwoBits(sub);
            int shift = shiftOfTwoBits(sub);
            int third = at + sub % 2 * SUB;
            for (int i = 0; i < SUB; i++) {
                // The third bit says that 4 is not taken off.
                int off = (stored[third + i] >> (sub / 2) & 1) == 0 ? 4 : 0;
                int code = (stored[bits + i] >> shift & 3) - off;
                values[to + sub * SUB + i] = factor * code;
            }
        }
    }

    /** Sixteen scales of six bits: the low four in eight bytes, the high two in four. */
    private static int q3Scale(byte[] stored, int at, int sub) {
        int low = stored[at + sub % 8] >> (sub < 8 ? 0 : 4) & 0xf;
        int high = stored[at + 8 + sub % 4] >> (2 * (sub / 4)) & 3;
        return (low | high << 4) - 32;
    }

    static void q4(byte[] stored, int at, float[] values, int to) {
        for (int run = 0; run < RUNS; run++) {
            float scale = runScale(stored, at, run);
            float minimum = runMinimum(stored, at, run);
            int nibbles = q4Codes(at, run);
            int shift = shiftOfNibbles(run);
            for (int i = 0; i < RUN; i++) {
                int code = stored[nibbles + i] >> shift & 0xf;
                values[to + run * RUN + i] = scale * code - minimum;
            }
        }
    }

    static void q5(byte[] stored, int at, float[] values, int to) {
        for (int run = 0; run < RUNS; run++) {
            float scale = runScale(stored, at, run);
            float minimum = runMinimum(stored, at, run);
            int nibbles = q4Codes(at + RUN, run);
            int shift = shiftOfNibbles(run);
            for (int i = 0; i < RUN; i++) {
                int high = (stored[at + 16 + i] >> run & 1) << 4;
                int code = (stored[nibbles + i] >> shift & 0xf) | high;
                values[to + run * RUN + i] = scale * code - minimum;
            }
        }
    }

    static void q6(byte[] stored, int at, float[] values, int to) {
        float scale = Bytes.half(stored, at + 208);
        for (int sub = 0; sub < SUBS; sub++) {
            float factor = scale * stored[at + 192 + sub];
            int run = sub / 2;
            // Runs 0 and 2 of four share nibbles, and runs 1 and 3.
            int nibbles = at + run / 4 * 64 + run % 2 * RUN + sub % 2 * SUB;
            int lowShift = run % 4 / 2 * 4;
            int bits = at + 128 + byteOfTwoBits(sub);
            int highShift = shiftOfTwoBits(sub);
            for (int i = 0; i < SUB; i++) {
                int low = stored[nibbles + i] >> lowShift & 0xf;
                int high = (stored[bits + i] >> highShift & 3) << 4;
                values[to + sub * SUB + i] = factor * ((low | high) - 32);
            }
        }
    }

    /** The scale of a run of Q4_K or Q5_K. */
    static float runScale(byte[] stored, int at, int run) {
        int bits =
                run < 4
                        ? stored[at + 4 + run] & 0x3f
                        : (stored[at + 8 + run] & 0xf) | (stored[at + run] >> 2 & 0x30);
        return Bytes.half(stored, at) * bits;
    }

    /** What is taken off a run of Q4_K or Q5_K. */
    static float runMinimum(byte[] stored, int at, int run) {
        int bits =
                run < 4
                        ? stored[at + 8 + run] & 0x3f
                        : (stored[at + 8 + run] >> 4 & 0xf) | (stored[at + 4 + run] >> 2 & 0x30);
        return Bytes.half(stored, at + 2) * bits;
    }

    /** The first of the bytes with the codes of a run of Q4_K. */
    static int q4Codes(int at, int run) {
        return at + 16 + run / 2 * RUN;
    }

    /** Where in those bytes its codes are. */
    static int shiftOfNibbles(int run) {
        return run % 2 * 4;
    }

    private static int byteOfTwoBits(int sub) {
        return sub / 8 * RUN + sub % 2 * SUB;
    }

    private static int shiftOfTwoBits(int sub) {
        return sub % 8 / 2 * 2;
    }
}
