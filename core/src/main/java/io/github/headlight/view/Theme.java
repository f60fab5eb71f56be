package io.github.headlight.view;

import java.util.List;

/**
 * The colours of a picture, as {@code 0xRRGGBB}. The ramps are one hue with lightness evenly spaced
 * in CIELAB, monotone also for colour-blind readers; zero is the page's background, so that what is
 * empty recedes.
 */
public enum Theme {
    /** Dark on white, for paper. */
    LIGHT(
            List.of(0xffffff, 0xc5ddef, 0x87bcdb, 0x5199ca, 0x2c74b3, 0x155192, 0x08306b),
            0xeceff2,
            0xb35900,
            0x1b1f24,
            0x57606a,
            0xd0d7de),
    /** Light on near-black, for screens. */
    DARK(
            List.of(0x0f1318, 0x163454, 0x1f598a, 0x3c81b4, 0x68aad6, 0xa6d3ee, 0xf2f9ff),
            0x1a2028,
            0xffb454,
            0xe6edf3,
            0x9aa6b2,
            0x30363d);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> ramp;

    private final int masked;
    private final int mark;
    private final int text;
    private final int dimText;
    private final int line;

    Theme(List<Integer> ramp, int masked, int mark, int text, int dimText, int line) {
        this.ramp = ramp;
        this.masked = masked;
        this.mark = mark;
        this.text = text;
        this.dimText = dimText;
        this.line = line;
    }

    /**
     * {@return the colour at a place on the ramp, linear in sRGB between its stops}
     *
     * @param position 0 to 1; values outside are clamped, NaN counts as 0
     */
    public int rampColor(double position) {
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

    /** {@return the stops of the ramp, evenly spaced from probability 0 to 1} */
    public List<Integer> ramp() {
        return ramp;
    }

    /** {@return the page's background, the ramp's zero} */
    public int background() {
        return ramp.get(0);
    }

    /** {@return the colour of cells that a causal model cannot see} */
    public int masked() {
        return masked;
    }

    /** {@return the colour that marks a choice} */
    public int mark() {
        return mark;
    }

    /** {@return the colour of text} */
    public int text() {
        return text;
    }

    /** {@return the colour of text that stands back} */
    public int dimText() {
        return dimText;
    }

    /** {@return the colour of lines} */
    public int line() {
        return line;
    }
}
