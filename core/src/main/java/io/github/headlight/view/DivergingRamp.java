package io.github.headlight.view;

import java.util.List;

/**
 * Colours of differences: blue for less, orange for more, the background for none. At the same
 * distance from 0 both have about the same CIELAB lightness; blue and orange are told apart with
 * any colour vision deficiency, at the ends too.
 */
public final class DivergingRamp {
    private static final List<Integer> LESS_ON_DARK =
            List.of(0x0f1318, 0x16304d, 0x1f5280, 0x3077ae, 0x4b9ad4, 0x74bdf0, 0xa9dcff);
    private static final List<Integer> MORE_ON_DARK =
            List.of(0x0f1318, 0x4a2700, 0x7d4300, 0xad6315, 0xd98a41, 0xf8ad6a, 0xffd2a3);
    private static final List<Integer> MORE_ON_LIGHT =
            List.of(0xffffff, 0xfcd1b0, 0xeda76c, 0xd57b29, 0xb15700, 0x833b00, 0x572300);

    private DivergingRamp() {}

    /**
     * {@return the stops for what became less, evenly spaced from no change to −1}
     *
     * @param theme light or dark
     */
    public static List<Integer> less(Theme theme) {
        return theme == Theme.LIGHT ? ColorMap.BLUE.ramp(theme) : LESS_ON_DARK;
    }

    /**
     * {@return the stops for what became more, evenly spaced from no change to 1}
     *
     * @param theme light or dark
     */
    public static List<Integer> more(Theme theme) {
        return theme == Theme.LIGHT ? MORE_ON_LIGHT : MORE_ON_DARK;
    }

    /**
     * {@return the colour of a difference, {@code 0xRRGGBB}}
     *
     * @param theme light or dark
     * @param position −1 to 1
     */
    public static int color(Theme theme, double position) {
        return ColorMap.at(position < 0 ? less(theme) : more(theme), Math.abs(position));
    }
}
