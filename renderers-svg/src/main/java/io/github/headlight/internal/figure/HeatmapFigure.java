package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.view.Heatmap;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** A matrix as coloured cells with its tokens along two sides and a legend. */
final class HeatmapFigure implements Figure {
    private final Heatmap heatmap;
    private final Ink ink;
    private final ColorBar legend;
    private final HeatmapLayout layout;
    private final CellGrid cells;

    HeatmapFigure(Heatmap heatmap, Ink ink) {
        this.heatmap = heatmap;
        this.ink = ink;
        Mesh mesh =
                Mesh.of(
                        heatmap.cells().queries().size(),
                        heatmap.cells().keys().size(),
                        CellValues.leastCell(ink));
        this.cells =
                CellGrid.of(
                        heatmap.cells(), ink.shading(), mesh.queriesPerCell(), mesh.keysPerCell());
        this.legend = HeatmapLegend.of(heatmap.cells(), cells, mesh, ink);
        this.layout = HeatmapLayout.of(heatmap, mesh, legend, ink);
    }

    @Override
    public Size size() {
        return layout.size();
    }

    @Override
    public String title() {
        return heatmap.title();
    }

    @Override
    public String description() {
        return HeatmapText.describe(heatmap, legend, ink);
    }

    HeatmapLayout layout() {
        return layout;
    }

    @Override
    public void paint(Canvas canvas) {
        Graphics2D g = canvas.graphics();
        g.setPaint(ink.background());
        g.fill(new Rectangle2D.Double(0, 0, size().width(), size().height()));
        paintTitle(canvas);
        AffineTransform before = g.getTransform();
        g.translate(layout.left(), layout.top());
        g.scale(layout.mesh().cellWidth(), layout.mesh().cellHeight());
        CellPainter.paint(cells, CellGrid.palette(ink), ink, g);
        g.setTransform(before);
        if (cells.has(CellGrid.LEFT_OUT)) {
            double width = layout.mesh().cellWidth();
            Hatch.paint(layout.left(), layout.top(), width, layout.height(), ink, g);
        }
        if (ink.options().cellValues()) {
            CellValues.paint(heatmap.cells().matrix(), cells, layout, ink, canvas);
        }
        paintFrame(g);
        paintAxes(canvas);
        legend.paint(layout.legendX(), layout.top(), canvas);
    }

    private void paintTitle(Canvas canvas) {
        double room = size().width() - 2 * HeatmapLayout.MARGIN;
        String line = title().replaceAll("\\p{Cntrl}", " ");
        canvas.text(
                new TextLine(
                        TextWidth.fit(line, ink.title(), room),
                        line,
                        HeatmapLayout.MARGIN,
                        HeatmapLayout.MARGIN + ink.scaled(8),
                        Anchor.START,
                        0,
                        ink.title()));
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
