package io.github.headlight.view;

import java.util.List;
import java.util.Locale;

/**
 * Ramps of colour for probabilities, for each theme, as {@code 0xRRGGBB}; lightness rises or falls
 * evenly in CIELAB, so that they can be read without seeing hue and in print.
 */
public enum ColorMap {
    /** One hue; zero is the page's background, so that what is empty recedes. */
    BLUE(
            List.of(0xffffff, 0xc5ddef, 0x87bcdb, 0x5199ca, 0x2c74b3, 0x155192, 0x08306b),
            List.of(0x0f1318, 0x163454, 0x1f598a, 0x3c81b4, 0x68aad6, 0xa6d3ee, 0xf2f9ff)),
    /** Blue to yellow, made for readers with colour vision deficiency (Nuñez et al. 2018). */
    CIVIDIS(
            List.of(0xfee838, 0xd2c060, 0xa69d75, 0x7c7b78, 0x575c6d, 0x2a3f6d, 0x00204c),
            List.of(0x00204c, 0x2a3f6d, 0x575c6d, 0x7c7b78, 0xa69d75, 0xd2c060, 0xfee838)),
    /** No hue, for print. */
    GREY(
            List.of(0xffffff, 0xd6d6d6, 0xb0b0b0, 0x8b8b8b, 0x686868, 0x474747, 0x292929),
            List.of(0x0f1318, 0x313335, 0x565758, 0x7d7d7e, 0xa6a6a6, 0xd1d1d1, 0xfcfcfc));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> light;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> dark;

    ColorMap(List<Integer> light, List<Integer> dark) {
        this.light = light;
        this.dark = dark;
    }

    /** {@return the name on the command line: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the stops of the ramp, evenly spaced from 0 to 1}
     *
     * @param theme light or dark
     */
    public List<Integer> ramp(Theme theme) {
        return theme == Theme.LIGHT ? light : dark;
    }

    /**
     * {@return the colour at a place on the ramp, linear in sRGB between its stops}
     *
     * @param theme light or dark
     * @param position 0 to 1; values outside are clamped, NaN counts as 0
     */
    public int color(Theme theme, double position) {
        return at(ramp(theme), position);
    }

    /**
     * {@return the colour at a place on a ramp, linear in sRGB between its stops}
     *
     * @param ramp at least two stops, evenly spaced, {@code 0xRRGGBB}
     * @param position 0 to 1; values outside are clamped, NaN counts as 0
     */
    public static int at(List<Integer> ramp, double position) {
        double clamped = position > 0 ? Math.min(position, 1) : 0;
        double at = clamped * (ramp.size() - 1);
        int stop = Math.min((int) at, ramp.size() - 2);
        double part = at - stop;
        return mix(ramp.get(stop), ramp.get(stop + 1), part, 16)
                | mix(ramp.get(stop), ramp.get(stop + 1), part, 8)
                | mix(ramp.get(stop), ramp.get(stop + 1), part, 0);
    }

    private static int mix(int from, int to, double part, int shift) {
        int a = (from >> shift) & 0xff;
        int b = (to >> shift) & 0xff;
        return (int) Math.round(a + (b - a) * part) << shift;
    }
}
