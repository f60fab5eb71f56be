package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/**
 * What lies under and above every figure: the background and the title.
 *
 * @param size of the figure
 * @param title plain text
 * @param ink colours and text styles
 */
record Page(Size size, String title, Ink ink) {
    /** Free on all sides. */
    static final double MARGIN = 16;

    /** A title that is wider does not make its figure wider. */
    private static final double WIDEST_TITLE = 600;

    /** {@return where the figure begins below its title} */
    static double top(Ink ink) {
        return MARGIN + ink.scaled(30);
    }

    /** {@return how wide a figure is, margins included, so that its title is not cut needlessly} */
    static double widthFor(String title, Ink ink) {
        double width = TextWidth.of(oneLine(title), ink.title());
        return Math.ceil(2 * MARGIN + Math.min(width + 1, ink.scaled(WIDEST_TITLE)));
    }

    void paint(Canvas canvas) {
        Graphics2D g = canvas.graphics();
        g.setPaint(ink.background());
        g.fill(new Rectangle2D.Double(0, 0, size.width(), size.height()));
        line(title, MARGIN + ink.scaled(8), ink.title(), canvas);
    }

    /**
     * Paints a line of text that begins at the left margin and is cut at the right one.
     *
     * @param text plain text
     * @param y of its middle
     * @param style how it looks
     * @param canvas where
     */
    void line(String text, double y, TextStyle style, Canvas canvas) {
        String line = oneLine(text);
        String shown = TextWidth.fit(line, style, size.width() - 2 * MARGIN);
        canvas.text(new TextLine(shown, line, MARGIN, y, Anchor.START, 0, style));
    }

    /** {@return a text without what would break its line} */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
