package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.DivergingRamp;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import java.awt.Color;

/**
 * The colours and text styles of all figures.
 *
 * @param options how the reader wants them
 */
record Ink(RenderOptions options) {
    /** The least contrast of text, by WCAG 2. */
    private static final double READABLE = 4.5;

    private Theme theme() {
        return options.theme();
    }

    Shading shading() {
        return options.shading();
    }

    /** The colour at a place on the ramp, 0 to 1. */
    int ramp(double position) {
        return options.colorMap().color(theme(), position);
    }

    /** The colour of a difference, −1 to 1. */
    int diverging(double position) {
        return DivergingRamp.color(theme(), position);
    }

    Wording words() {
        return new Wording(options.language());
    }

    /** The font size of labels. */
    double fontSize() {
        return options.fontSize();
    }

    /** A length that suits the usual font size, made to suit the one that is wanted. */
    double scaled(double length) {
        return length * options.fontSize() / RenderOptions.DEFAULT.fontSize();
    }

    Color background() {
        return new Color(theme().background());
    }

    Color masked() {
        return new Color(theme().masked());
    }

    /** Cells of the sink, when it is left out; hatched, too. */
    Color leftOut() {
        return masked();
    }

    /** {@return black or white, whichever can be read better on a colour} */
    static Color on(int color) {
        // Where the contrast of WCAG 2 is the same for both: √(1.05 · 0.05) − 0.05.
        return luminance(color) > 0.179 ? Color.BLACK : Color.WHITE;
    }

    /** {@return a colour for text, if it can be read on a colour, else black or white} */
    static Color on(int color, Color wanted) {
        double a = luminance(color) + 0.05;
        double b = luminance(wanted.getRGB()) + 0.05;
        return Math.max(a, b) / Math.min(a, b) >= READABLE ? wanted : on(color);
    }

    private static double luminance(int color) {
        return 0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color);
    }

    private static double linear(int channel) {
        double part = (channel & 0xff) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    Color hatch() {
        return new Color(theme().line());
    }

    /** What was chosen. */
    Color mark() {
        return new Color(theme().mark());
    }

    Color line() {
        return new Color(theme().line());
    }

    TextStyle title() {
        return new TextStyle(scaled(15), true, new Color(theme().text()));
    }

    /** Names of axes, numbers, legends. */
    TextStyle note() {
        return dim(scaled(10));
    }

    TextStyle text(double size) {
        return new TextStyle(size, false, new Color(theme().text()));
    }

    TextStyle dim(double size) {
        return new TextStyle(size, false, new Color(theme().dimText()));
    }
}
