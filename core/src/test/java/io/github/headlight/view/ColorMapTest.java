package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

class ColorMapTest {
    static Stream<Arguments> ramps() {
        return Arrays.stream(ColorMap.values())
                .flatMap(map -> Arrays.stream(Theme.values()).map(t -> Arguments.of(map, t)));
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfTheUsualMapLooksLikeThePage(Theme theme) {
        assertThat(ColorMap.BLUE.color(theme, 0)).isEqualTo(theme.background());
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void rampPassesThroughItsStops(ColorMap map, Theme theme) {
        int last = map.ramp(theme).size() - 1;
        for (int i = 0; i <= last; i++) {
            assertThat(map.color(theme, (double) i / last)).isEqualTo(map.ramp(theme).get(i));
        }
        assertThat(map.color(theme, -1)).isEqualTo(map.color(theme, 0));
        assertThat(map.color(theme, 2)).isEqualTo(map.color(theme, 1));
        assertThat(map.color(theme, Double.NaN)).isEqualTo(map.color(theme, 0));
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void lightnessOfTheRampIsMonotoneAndEven(ColorMap map, Theme theme) {
        int last = map.ramp(theme).size() - 1;
        double first = lightness(map.ramp(theme).get(0));
        double end = lightness(map.ramp(theme).get(last));
        double direction = Math.signum(end - first);
        for (int i = 1; i <= last; i++) {
            double expected = first + (end - first) * i / last;
            assertThat(lightness(map.ramp(theme).get(i))).isCloseTo(expected, within(3.0));
        }
        double before = first;
        for (int i = 1; i <= 1000; i++) {
            double now = lightness(map.color(theme, i / 1000d));
            // Rounding to 8 bits moves lightness by less than half a unit.
            assertThat((now - before) * direction).isGreaterThan(-0.5);
            before = now;
        }
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int shifted) {
        double c = (shifted & 0xff) / 255d;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    /** L* of CIELAB. */
    private static double lightness(int rgb) {
        return 116 * Math.cbrt(luminance(rgb)) - 16;
    }
}
