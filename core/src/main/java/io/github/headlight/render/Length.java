package io.github.headlight.render;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length on a page.
 *
 * @param value above 0
 * @param unit what it is counted in
 */
public record Length(double value, Unit unit) {
    private static final double LONGEST = 20_000;
    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*(mm|px)", Pattern.CASE_INSENSITIVE);

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

    /**
     * {@return the length that a text says}
     *
     * @param text {@code 85mm} or {@code 640px}
     * @throws IllegalArgumentException if it is something else
     */
    public static Length parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "length: expected a number and mm or px, as 85mm or 640px, found \""
                            + text
                            + "\"");
        }
        Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        return new Length(Double.parseDouble(matcher.group(1)), unit);
    }

    /** {@return the length in units of 1/96 inch} */
    public double units() {
        return value * unit.pixels;
    }
}
