package io.github.headlight.internal.canvas;

import java.awt.Graphics2D;

/**
 * What a figure is painted on, in units of 1/96 inch from the top left corner. Text does not go
 * through {@link Graphics2D}, which can place it only by measuring the fonts of this machine.
 */
public interface Canvas {
    /** {@return where shapes and images are painted} */
    Graphics2D graphics();

    /**
     * Paints a line of text.
     *
     * @param line text, place and style
     */
    void text(TextLine line);
}
