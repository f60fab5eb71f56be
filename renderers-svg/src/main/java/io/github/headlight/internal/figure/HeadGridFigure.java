package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.view.HeadGrid;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** The map of all heads: a thumbnail of each head's matrix, layers down, heads across. */
final class HeadGridFigure implements Figure {
    private final HeadGrid grid;
    private final Ink ink;
    private final Thumbnails thumbnails;
    private final HeadTable table;
    private final int unit;
    private final HeadTableLayout layout;

    HeadGridFigure(HeadGrid grid, Ink ink) {
        this.grid = grid;
        this.ink = ink;
        int blocks = Math.max(grid.thumbnails().queries(), grid.thumbnails().keys());
        ThumbnailSize size =
                ThumbnailSize.of(grid.thumbnails().layers(), grid.thumbnails().heads(), blocks);
        this.unit = size.unit();
        this.thumbnails = new Thumbnails(grid, ink.shading(), size.pooled());
        this.table =
                new HeadTable(
                        grid.thumbnails().layers(),
                        grid.thumbnails().heads(),
                        grid.kvHeads(),
                        thumbnails.columns() * unit,
                        thumbnails.rows() * unit,
                        4 + size.side() / 32,
                        4);
        this.layout =
                new HeadTableLayout(
                        grid.title(),
                        table,
                        HeadGridLegend.of(grid, thumbnails, size, table, ink),
                        ink);
    }

    @Override
    public Size size() {
        return layout.size();
    }

    @Override
    public String title() {
        return grid.title();
    }

    @Override
    public String description() {
        return HeadGridText.describe(grid, ink.words()) + layout.legend().description();
    }

    HeadTable table() {
        return table;
    }

    HeadTableLayout layout() {
        return layout;
    }

    /** {@return side of a thumbnail's cell} */
    int unit() {
        return unit;
    }

    @Override
    public void paint(Canvas canvas) {
        layout.paint(canvas);
        Graphics2D g = canvas.graphics();
        AffineTransform before = g.getTransform();
        g.translate(layout.left(), layout.top());
        new ThumbnailSheet(thumbnails, table, unit, ink).paint(g);
        g.setTransform(before);
    }
}
