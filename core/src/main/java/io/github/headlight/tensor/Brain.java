package io.github.headlight.tensor;

/** The upper halves of 32-bit floats, also called bfloat16. */
public final class Brain {
    private Brain() {}

    /**
     * {@return the number that 16 bits are}
     *
     * @param brain the bits
     */
    public static float toFloat(short brain) {
        return Float.intBitsToFloat(brain << 16);
    }

    /**
     * Converts many.
     *
     * @param from the bits
     * @param at index of the first
     * @param to gets the numbers
     * @param offset where the first goes
     * @param length how many
     */
    public static void toFloats(short[] from, int at, float[] to, int offset, int length) {
        for (int i = 0; i < length; i++) {
            to[offset + i] = toFloat(from[at + i]);
        }
    }

    /**
     * {@return the 16 bits nearest to a number, even ones where two are}
     *
     * @param value the number
     */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
