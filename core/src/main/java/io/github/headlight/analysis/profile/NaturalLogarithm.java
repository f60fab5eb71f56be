package io.github.headlight.analysis.profile;

/**
 * Natural logarithms of floats from a table: the logarithm at the middle of the 1,024 parts of the
 * mantissa's range, and its slope there. Wrong by at most 1.3e-7; {@link Math#log} takes several
 * times as long.
 */
final class NaturalLogarithm {
    private static final int BITS = 10;
    private static final int REST = 23 - BITS;
    private static final int BIAS = 127;
    private static final double LN_2 = Math.log(2);
    private static final double[] AT_MIDDLE = new double[1 << BITS];
    private static final double[] SLOPE = new double[1 << BITS];

    static {
        for (int i = 0; i < AT_MIDDLE.length; i++) {
            double middle = 1 + (i + 0.5) / AT_MIDDLE.length;
            AT_MIDDLE[i] = Math.log(middle);
            SLOPE[i] = 0x1p-23 / middle;
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
        int part = (bits >>> REST) & ((1 << BITS) - 1);
        int beyondMiddle = (bits & ((1 << REST) - 1)) - (1 << (REST - 1));
        return ((bits >>> 23) - BIAS) * LN_2 + AT_MIDDLE[part] + beyondMiddle * SLOPE[part];
    }
}
