package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.view.Heatmap;

import java.awt.Graphics2D;

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
        this.layout =
                HeatmapLayout.of(
                        heatmap.title(),
                        heatmap.cells().queries(),
                        heatmap.cells().keys(),
                        mesh,
                        legend,
                        ink);
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
        MatrixFrame frame = new MatrixFrame(title(), layout, legend, ink);
        int[] palette = CellGrid.palette(ink);
        frame.paintCells(cells, palette, canvas);
        if (cells.has(CellGrid.LEFT_OUT)) {
            double width = layout.mesh().cellWidth();
            Graphics2D g = canvas.graphics();
            Hatch.paint(layout.left(), layout.top(), width, layout.height(), ink, g);
        }
        if (ink.options().cellValues()) {
            CellValues.paint(this::value, cells, palette, layout, ink, canvas);
        }
        frame.paintAround(canvas);
    }

    private String value(int query, int key) {
        int level = cells.level(query, key);
        return level > 0 && level <= CellGrid.TOP
                ? CellValues.text(heatmap.cells().matrix().probability(query, key))
                : "";
    }
}
