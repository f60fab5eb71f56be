package io.github.headlight.render;

import java.util.Locale;

/**
 * A length on a page.
 *
 * @param value above 0
 * @param unit what it is counted in
 */
public record Length(double value, Unit unit) {
    private static final double LONGEST = 20_000;

    /** What lengths are counted in. */
    public enum Unit {
        /** CSS pixels, 1/96 inch. */
        PX(1),
        /** Millimetres. */
        MM(96 / 25.4);

        private final double pixels;

        Unit(double pixels) {
            this.pixels = pixels;
        }

        /** {@return the name in files: {@code mm}} */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Length {
        double inPixels = value * unit.pixels;
        if (!(inPixels >= 16 && inPixels <= LONGEST)) {
            throw new IllegalArgumentException(
                    "length: expected 16px to 20000px, found " + value + unit.key());
        }
    }

    /** {@return the length in units of 1/96 inch} */
    public double units() {
        return value * unit.pixels;
    }
}
