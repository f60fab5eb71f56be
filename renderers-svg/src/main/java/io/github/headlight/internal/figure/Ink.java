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

    Color background() {
        return new Color(theme().background());
    }

    Color masked() {
        return new Color(theme().masked());
    }

    Color line() {
        return new Color(theme().line());
    }

    TextStyle title() {
        return new TextStyle(15, true, new Color(theme().text()));
    }

    /** Names of axes, numbers, legends. */
    TextStyle note() {
        return dim(10);
    }

    TextStyle text(double size) {
        return new TextStyle(size, false, new Color(theme().text()));
    }

    TextStyle dim(double size) {
        return new TextStyle(size, false, new Color(theme().dimText()));
    }
}
