package io.github.headlight.internal.canvas;

import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;

/**
 * Paints text as shapes on another canvas, for places without fonts. The shapes are those of this
 * machine's fonts: another machine may draw the same picture with others.
 */
public final class OutlineCanvas implements Canvas {
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private final Canvas canvas;
    private final FontStack fonts = new FontStack();

    /**
     * Paints on another canvas.
     *
     * @param canvas receives shapes only
     */
    public OutlineCanvas(Canvas canvas) {
        this.canvas = canvas;
    }

    @Override
    public Graphics2D graphics() {
        return canvas.graphics();
    }

    @Override
    public void text(TextLine line) {
        if (!line.text().isEmpty()) {
            graphics().setPaint(line.style().color());
            graphics().fill(PlacedText.of(line, fonts, EXACT).outline());
        }
    }
}
