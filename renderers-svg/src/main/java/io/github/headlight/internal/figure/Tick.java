package io.github.headlight.internal.figure;

import io.github.headlight.view.ColorScale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A place on a colour ramp that has a label.
 *
 * @param position 0 to 1
 * @param label what lies there
 */
record Tick(double position, String label) {
    /** For probabilities; of two that are too close, the first stays. */
    private static final double[] SHARES = {0, 1, 0.25, 0.5, 0.1, 0.01, 0.05, 0.75, 0.001};

    private static final double[] STEPS = {1, 2, 5};
    private static final int DECADES = 3;

    /**
     * {@return ticks by importance: where two are too close, the first should stay}
     *
     * @param scale from parts of {@code top} to places
     * @param top what the end of the ramp stands for, above 0
     */
    static List<Tick> of(ColorScale scale, double top) {
        List<Tick> ticks = new ArrayList<>();
        for (double value : values(scale, top)) {
            ticks.add(new Tick(scale.position(value / top), decimal(value)));
        }
        return ticks;
    }

    /**
     * {@return ticks of a ramp from {@code −top} to {@code top} with 0 in its middle}
     *
     * @param scale from parts of {@code top} to parts of half the ramp
     * @param top above 0
     */
    static List<Tick> diverging(ColorScale scale, double top) {
        List<Tick> ticks = new ArrayList<>();
        for (Tick tick : of(scale, top)) {
            if (tick.position() == 0) {
                ticks.add(new Tick(0.5, "0"));
            } else {
                ticks.add(new Tick(0.5 + tick.position() / 2, "+" + tick.label()));
                ticks.add(new Tick(0.5 - tick.position() / 2, "−" + tick.label()));
            }
        }
        return ticks;
    }

    private static List<Double> values(ColorScale scale, double top) {
        List<Double> values = new ArrayList<>();
        if (scale.curve() == ColorScale.Curve.LOG) {
            values.add(top);
            values.add(top * ColorScale.LOG_FLOOR);
            for (double decade = decade(top); decade > top * ColorScale.LOG_FLOOR; decade /= 10) {
                values.add(round(decade));
            }
            return values;
        }
        if (top == 1) {
            for (double share : SHARES) {
                values.add(share);
            }
            return values;
        }
        values.add(0.0);
        values.add(top);
        double step = step(top);
        for (double value = step; value < top; value += step) {
            values.add(round(value));
        }
        for (int i = 1; i <= DECADES; i++) {
            values.add(round(decade(step) / Math.pow(10, i)));
            values.add(round(5 * decade(step) / Math.pow(10, i)));
        }
        return values;
    }

    /** The smallest of 1, 2, 5, 10, … that divides a range into at most five. */
    private static double step(double top) {
        double decade = decade(top / 5);
        for (double step : STEPS) {
            if (step * decade * 5 >= top) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    private static double decade(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    /** Sums and powers of ten leave dust behind the digits that count. */
    private static double round(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
    }

    /** {@return a number with as many digits as say something} */
    static String decimal(double value) {
        if (value == 0) {
            return "0";
        }
        int digits = 2 - (int) Math.floor(Math.log10(Math.abs(value)));
        String text = String.format(Locale.ROOT, "%." + Math.max(0, digits) + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
