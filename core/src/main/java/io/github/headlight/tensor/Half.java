package io.github.headlight.tensor;

/** IEEE 754 half precision; Java has its own conversion from 20 on. */
public final class Half {
    private Half() {}

    /**
     * {@return the number that 16 bits are}
     *
     * @param half the bits
     */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            // Subnormal: fraction · 2⁻²⁴, exact in single precision.
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }
}
