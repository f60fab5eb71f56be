package io.github.headlight.view;

import java.util.Locale;
import java.util.Objects;

/**
 * How probabilities become colours or widths; pictures say so in their legends.
 *
 * @param scale from a part of the range to a place on the ramp
 * @param range what the end of the ramp stands for
 * @param threshold probabilities below it are not drawn, 0 to 1
 */
public record Shading(ColorScale scale, Range range, double threshold) {
    /** The square root of probabilities from 0 to 1, all of them. */
    public static final Shading DEFAULT = new Shading(ColorScale.DEFAULT, Range.UNIT, 0);

    /** What the end of the ramp stands for. */
    public enum Range {
        /** Probability 1: pictures can be compared. */
        UNIT,
        /** The largest value of the picture. */
        PICTURE,
        /** The largest value of each row: rows cannot be compared. */
        ROW;

        /** {@return the name on the command line: lower case} */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Shading {
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(range, "range");
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold: expected 0 to 1, found " + threshold);
        }
    }

    /**
     * {@return the place of a probability on the ramp, 0 to 1; 0 below the threshold}
     *
     * @param probability 0 to 1
     * @param top what the end of the ramp stands for, above 0: see {@link #range}
     */
    public double position(double probability, double top) {
        return probability < threshold ? 0 : scale.position(probability / top);
    }

    /**
     * {@return this shading with another scale}
     *
     * @param other from a part of the range to a place on the ramp
     */
    public Shading with(ColorScale other) {
        return new Shading(other, range, threshold);
    }

    /**
     * {@return this shading with another range}
     *
     * @param other what the end of the ramp stands for
     */
    public Shading with(Range other) {
        return new Shading(scale, other, threshold);
    }

    /**
     * {@return this shading with another threshold}
     *
     * @param least probabilities below it are not drawn
     */
    public Shading withThreshold(double least) {
        return new Shading(scale, range, least);
    }
}
