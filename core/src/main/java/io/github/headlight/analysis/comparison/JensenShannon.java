package io.github.headlight.analysis.comparison;

/**
 * The Jensen–Shannon divergence of two distributions, {@code ½·Σ p·ln(p/m) + ½·Σ q·ln(q/m)} with
 * {@code m = (p + q)/2}, divided by ln 2: 0 for equal ones, 1 for those that share nothing.
 *
 * @see <a href="https://doi.org/10.1109/18.61115">Lin 1991, Divergence measures based on the
 *     Shannon entropy</a>
 */
final class JensenShannon {
    private static final double LN_2 = Math.log(2);

    /** Where the series below is exact to 10 digits, and logarithms would take most of the time. */
    private static final double SERIES = 0.09;

    private JensenShannon() {}

    /** The divergence of the first values of two arrays, each of sum 1. */
    static double of(double[] p, double[] q, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += term(p[i], q[i]);
        }
        return Math.min(1, Math.max(0, sum / (2 * LN_2)));
    }

    /**
     * {@code p·ln(p/m) + q·ln(q/m) = s·((1 + d)·ln(1 + d) + (1 − d)·ln(1 − d))/2} with {@code s = p
     * + q} and {@code d = (p − q)/s}: an even function of d, {@code s·Σ d²ᵏ/(2k·(2k − 1))}.
     */
    private static double term(double p, double q) {
        double s = p + q;
        double difference = p - q;
        double u = difference * difference;
        if (u == 0) {
            return 0;
        }
        u /= s * s;
        if (u < SERIES) {
            double tail = 1 / 56.0 + u * (1 / 90.0 + u * (1 / 132.0 + u / 182));
            return s * u * (1 / 2.0 + u * (1 / 12.0 + u * (1 / 30.0 + u * tail)));
        }
        return weighted(p, s) + weighted(q, s);
    }

    private static double weighted(double p, double s) {
        return p > 0 ? p * Math.log(2 * p / s) : 0;
    }
}
