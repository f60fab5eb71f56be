package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import java.awt.Color;

/**
 * The colours and text styles of all figures.
 *
 * @param options how the reader wants them
 */
record Ink(RenderOptions options) {
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

    /** Cells of the sink, when it is left out. */
    Color leftOut() {
        return new Color(theme().line());
    }

    /** Of two colours for text, that of more contrast with what it lies on. */
    Color on(int color) {
        return new Color(
                Math.abs(lightness(color) - lightness(theme().text()))
                                >= Math.abs(lightness(color) - lightness(theme().background()))
                        ? theme().text()
                        : theme().background());
    }

    /** CIELAB lightness, near enough: 0 to 1. */
    private static double lightness(int color) {
        double luminance =
                0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color);
        return Math.cbrt(luminance);
    }

    private static double linear(int channel) {
        return Math.pow((channel & 0xff) / 255.0, 2.2);
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
