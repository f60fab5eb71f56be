package io.github.headlight.testing;

import java.util.Locale;

/**
 * Compares computed numbers with reference values, with an explicit absolute tolerance. The first
 * failure stops the test and names the worst number by its index on every axis.
 */
public final class Parity {
    private final String name;
    private final double tolerance;

    private Parity(String name, double tolerance) {
        this.name = name;
        this.tolerance = tolerance;
    }

    /**
     * {@return a comparison}
     *
     * @param name what is compared, for messages
     * @param tolerance the largest absolute difference that passes
     */
    public static Parity of(String name, double tolerance) {
        return new Parity(name, tolerance);
    }

    /**
     * Compares all numbers of two tensors of one shape.
     *
     * @param expected reference values
     * @param actual computed values
     * @param shape the axes of both
     * @return the largest absolute difference
     */
    public double check(float[] expected, float[] actual, long... shape) {
        long size = 1;
        for (long axis : shape) {
            size *= axis;
        }
        if (expected.length != size || actual.length != size || size == 0) {
            throw new AssertionError(
                    String.format(
                            Locale.ROOT,
                            "%s: shape of %d numbers, but %d expected and %d actual ones",
                            name,
                            size,
                            expected.length,
                            actual.length));
        }
        int worst = 0;
        double largest = -1;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            // A NaN on either side is the worst there is.
            if (!(difference <= largest)) {
                worst = i;
                largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            }
        }
        if (largest > tolerance) {
            throw new AssertionError(
                    String.format(
                            Locale.ROOT,
                            "%s%s: expected %.9g, found %.9g, %.3g apart; tolerance %.3g",
                            name,
                            index(worst, shape),
                            expected[worst],
                            actual[worst],
                            largest,
                            tolerance));
        }
        return largest;
    }

    private static String index(int flat, long... shape) {
        StringBuilder text = new StringBuilder("]");
        long rest = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            text.insert(0, (axis == 0 ? "[" : ", ") + rest % shape[axis]);
            rest /= shape[axis];
        }
        return text.toString();
    }
}
