package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * What is around the cells of a matrix of tokens: title, frame, axes and legend.
 *
 * @param title plain text
 * @param layout where everything is
 * @param legend beside the matrix
 * @param ink words, colours and text styles
 */
record MatrixFrame(String title, HeatmapLayout layout, ColorBar legend, Ink ink) {

    /** Paints title and cells. */
    void paintCells(CellGrid cells, int[] palette, Canvas canvas) {
        new Page(layout.size(), title, ink).paint(canvas);
        Graphics2D g = canvas.graphics();
        AffineTransform before = g.getTransform();
        g.translate(layout.left(), layout.top());
        g.scale(layout.mesh().cellWidth(), layout.mesh().cellHeight());
        CellPainter.paint(cells, palette, ink, g);
        g.setTransform(before);
    }

    /** Paints what is around the cells. */
    void paintAround(Canvas canvas) {
        paintFrame(canvas.graphics());
        paintAxes(canvas);
        legend.paint(layout.legendX(), layout.top(), canvas);
    }

    private void paintFrame(Graphics2D g) {
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        g.draw(
                new Rectangle2D.Double(
                        layout.left() - 0.5,
                        layout.top() - 0.5,
                        layout.width() + 1,
                        layout.height() + 1));
        for (double y : layout.queries().ticks()) {
            double at = layout.top() + y;
            g.draw(new Line2D.Double(layout.left() - 4, at, layout.left() - 1, at));
        }
        for (double x : layout.keys().ticks()) {
            double at = layout.left() + x;
            g.draw(new Line2D.Double(at, layout.bottom() + 1, at, layout.bottom() + 4));
        }
    }

    private void paintAxes(Canvas canvas) {
        layout.queries().lines(layout.left(), layout.top(), ink).forEach(canvas::text);
        layout.keys().lines(layout.left(), layout.bottom(), ink).forEach(canvas::text);
        canvas.text(
                new TextLine(
                        ink.words().query(),
                        ink.words().query(),
                        layout.queryNameX(),
                        layout.queryNameY(),
                        Anchor.MIDDLE,
                        90,
                        ink.note()));
        canvas.text(
                TextLine.of(
                        ink.words().key(),
                        layout.left() + layout.width() / 2,
                        layout.keyNameY(),
                        Anchor.MIDDLE,
                        ink.note()));
    }
}
