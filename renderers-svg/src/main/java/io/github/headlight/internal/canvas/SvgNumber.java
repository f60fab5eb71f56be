package io.github.headlight.internal.canvas;

/** Numbers in SVG: at most two decimals, no locale, nothing superfluous. */
final class SvgNumber {
    private SvgNumber() {}

    /** {@return the number in hundredths, rounded} */
    static long hundredths(double value) {
        return Math.round(value * 100);
    }

    static String of(double value) {
        return ofHundredths(hundredths(value));
    }

    static String ofHundredths(long value) {
        long whole = Math.abs(value) / 100;
        int rest = (int) (Math.abs(value) % 100);
        String sign = value < 0 ? "-" : "";
        if (rest == 0) {
            return sign + whole;
        }
        String decimals = rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest;
        return sign + (whole == 0 ? "" : whole) + decimals;
    }
}
