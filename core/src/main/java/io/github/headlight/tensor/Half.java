package io.github.headlight.tensor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * IEEE 754 half precision. Java's own conversion, which processors have an instruction for, is used
 * from 20 on; before, one without branches.
 */
public final class Half {
    private static final MethodHandle OWN = own();

    /** The least magnitude, as bits of a float, that rounds to infinity: 65520. */
    private static final int TO_INFINITY = 0x477ff000;

    /** The least normal magnitude, as bits of a float: 2⁻¹⁴. */
    private static final int NORMAL = 0x38800000;

    private static final int INFINITY = 0x7f800000;

    private Half() {}

    private static MethodHandle own() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Float.class,
                            "float16ToFloat",
                            MethodType.methodType(float.class, short.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /**
     * {@return the number that 16 bits are}
     *
     * @param half the bits
     */
    public static float toFloat(short half) {
        if (OWN == null) {
            return withoutJava(half);
        }
        try {
            return (float) OWN.invokeExact(half);
        } catch (Throwable e) {
            throw new IllegalStateException("Float.float16ToFloat failed", e);
        }
    }

    /** Seen as a float, exponent and fraction are 2¹¹² too small, whatever they are. */
    static float withoutJava(short half) {
        float magnitude = Float.intBitsToFloat((half & 0x7fff) << 13) * 0x1p112f;
        // Infinities and NaN keep their fraction and get the exponent of such.
        int special = -(((half & 0x7c00) + 0x400) >>> 15) & INFINITY;
        int bits = Float.floatToRawIntBits(magnitude) | special;
        return Float.intBitsToFloat(bits | (half & 0x8000) << 16);
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
     * {@return the 16 bits nearest to a number, even ones where two are; infinite from 65520 on}
     *
     * @param value the number
     */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > INFINITY) {
            return (short) (sign | 0x7e00 | (magnitude >> 13 & 0x3ff));
        }
        if (magnitude >= TO_INFINITY) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < NORMAL) {
            // Between 0.5 and 1 floats are 2⁻²⁴ apart, as subnormal halves are.
            int rounded = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f);
            return (short) (sign | (rounded - Float.floatToRawIntBits(0.5f)));
        }
        int rounded = magnitude + 0xfff + ((magnitude >> 13) & 1);
        return (short) (sign | ((rounded - (112 << 23)) >>> 13));
    }

    /**
     * {@return whether bits are an infinity}
     *
     * @param half the bits
     */
    public static boolean isInfinite(short half) {
        return (half & 0x7fff) == 0x7c00;
    }
}
