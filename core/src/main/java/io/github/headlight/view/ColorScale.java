package io.github.headlight.view;

/**
 * From a probability to a place on the colour ramp: {@code p ^ gamma}, 0 to 1.
 *
 * @param gamma 1 is linear; less shows small probabilities more strongly
 */
public record ColorScale(double gamma) {
    /** Linear: colour distance is probability. */
    public static final ColorScale LINEAR = new ColorScale(1);

    /** The square root: small probabilities stay visible beside large ones. */
    public static final ColorScale DEFAULT = new ColorScale(0.5);

    public ColorScale {
        if (!(gamma >= 0.1 && gamma <= 4)) {
            throw new IllegalArgumentException("gamma: expected 0.1 to 4, found " + gamma);
        }
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
        return Math.pow(Math.min(probability, 1), gamma);
    }
}
