package io.github.headlight.view;

/**
 * From a probability to a place on the colour ramp, 0 to 1.
 *
 * @param curve how it rises
 * @param gamma of {@link Curve#POWER}: 1 is linear; less shows small probabilities more strongly
 */
public record ColorScale(Curve curve, double gamma) {
    /** Linear: colour distance is probability. */
    public static final ColorScale LINEAR = new ColorScale(1);

    /** The square root: small probabilities stay visible beside large ones. */
    public static final ColorScale DEFAULT = new ColorScale(0.5);

    /** Each tenfold is as far as the next, from {@link #LOG_FLOOR} to 1. */
    public static final ColorScale LOG = new ColorScale(Curve.LOG, 1);

    /** Where {@link #LOG} begins, as a part of the largest value; less is 0. */
    public static final double LOG_FLOOR = 1e-4;

    /** How a scale rises. */
    public enum Curve {
        /** {@code p ^ gamma}. */
        POWER,
        /** {@code 1 − ln p / ln floor}. */
        LOG
    }

    public ColorScale {
        if (!(gamma >= 0.1 && gamma <= 4)) {
            throw new IllegalArgumentException("gamma: expected 0.1 to 4, found " + gamma);
        }
    }

    /**
     * Makes {@code p ^ gamma}.
     *
     * @param gamma 0.1 to 4
     */
    public ColorScale(double gamma) {
        this(Curve.POWER, gamma);
    }

    /**
     * {@return the place on the ramp, 0 to 1}
     *
     * @param probability 0 to 1; values outside are clamped, NaN counts as 0
     */
    public double position(double probability) {
        if (!(probability > 0)) {
            return 0;
        }
        double p = Math.min(probability, 1);
        return switch (curve) {
            case POWER -> Math.pow(p, gamma);
            case LOG -> p <= LOG_FLOOR ? 0 : 1 - Math.log(p) / Math.log(LOG_FLOOR);
        };
    }

    /**
     * {@return the probability at a place on the ramp, the inverse of {@link #position}}
     *
     * @param position 0 to 1
     */
    public double probability(double position) {
        if (!(position > 0)) {
            return 0;
        }
        double at = Math.min(position, 1);
        return switch (curve) {
            case POWER -> Math.pow(at, 1 / gamma);
            case LOG -> Math.pow(LOG_FLOOR, 1 - at);
        };
    }
}
