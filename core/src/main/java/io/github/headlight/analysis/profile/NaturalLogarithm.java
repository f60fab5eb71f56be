package io.github.headlight.analysis.profile;

/**
 * Natural logarithms of floats from a table: the logarithm at the middle of the 1,024 parts of the
 * mantissa's range, and its slope there. Wrong by at most 1.3e-7; {@link Math#log} takes several
 * times as long.
 */
final class NaturalLogarithm {
    private static final int BITS = 10;
    private static final int MANTISSA = 23;
    private static final int BIAS = 127;
    private static final double LN_2 = Math.log(2);
    private static final double[] SLOPE = new double[1 << BITS];

    /** What is left when the exponent and the sloping part of the mantissa are taken away. */
    private static final double[] OFFSET = new double[1 << BITS];

    static {
        for (int i = 0; i < SLOPE.length; i++) {
            double part = (i + 0.5) / SLOPE.length;
            SLOPE[i] = 1 / (1 + part) / (1 << MANTISSA);
            OFFSET[i] = Math.log(1 + part) - part / (1 + part) - BIAS * LN_2;
        }
    }

    private NaturalLogarithm() {}

    /**
     * The logarithm of a positive float; something finite for 0 and for the smallest floats, of
     * which p ln p is nothing.
     *
     * @param bits of the float
     */
    static double ofBits(int bits) {
        int mantissa = bits & ((1 << MANTISSA) - 1);
        int part = mantissa >>> (MANTISSA - BITS);
        return (bits >>> MANTISSA) * LN_2 + (OFFSET[part] + mantissa * SLOPE[part]);
    }
}
