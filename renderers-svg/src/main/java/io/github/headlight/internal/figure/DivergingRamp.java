package io.github.headlight.internal.figure;

import io.github.headlight.view.ColorMap;
import io.github.headlight.view.Theme;

import java.util.List;

/**
 * Colours of differences: blue for less, orange for more, the background for none. At the same
 * distance from 0 both have about the same CIELAB lightness; blue and orange are told apart with
 * any colour vision deficiency, at the ends too.
 */
final class DivergingRamp {
    private static final List<Integer> LESS_ON_DARK =
            List.of(0x0f1318, 0x16304d, 0x1f5280, 0x3077ae, 0x4b9ad4, 0x74bdf0, 0xa9dcff);
    private static final List<Integer> MORE_ON_DARK =
            List.of(0x0f1318, 0x4a2700, 0x7d4300, 0xad6315, 0xd98a41, 0xf8ad6a, 0xffd2a3);
    private static final List<Integer> MORE_ON_LIGHT =
            List.of(0xffffff, 0xfcd1b0, 0xeda76c, 0xd57b29, 0xb15700, 0x833b00, 0x572300);

    private DivergingRamp() {}

    /**
     * {@return the colour of a difference, {@code 0xRRGGBB}}
     *
     * @param theme light or dark
     * @param position −1 to 1
     */
    static int color(Theme theme, double position) {
        List<Integer> ramp =
                theme == Theme.LIGHT
                        ? position < 0 ? ColorMap.BLUE.ramp(theme) : MORE_ON_LIGHT
                        : position < 0 ? LESS_ON_DARK : MORE_ON_DARK;
        return ColorMap.at(ramp, Math.abs(position));
    }
}
