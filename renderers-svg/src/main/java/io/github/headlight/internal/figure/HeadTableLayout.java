package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;

/** A table of heads on a page: title, numbers around it, legend beside it. */
final class HeadTableLayout {
    private static final double LEGEND_GAP = 24;

    private final HeadAxes axes;
    private final HeadTable table;
    private final ColorBar legend;
    private final Page page;
    private final double left;
    private final double top;

    HeadTableLayout(String title, HeadTable table, ColorBar legend, Ink ink) {
        this.table = table;
        this.legend = legend;
        this.axes = new HeadAxes(table, ink);
        this.left = Math.ceil(Page.MARGIN + axes.left());
        this.top = Math.ceil(Page.top(ink) + axes.top());
        double right = left + table.width() + LEGEND_GAP + legend.width() + Page.MARGIN;
        double bottom = top + Math.max(table.height(), legend.height()) + Page.MARGIN;
        this.page =
                new Page(
                        new Size(
                                Math.ceil(Math.max(right, Page.widthFor(title, ink))),
                                Math.ceil(bottom)),
                        title,
                        ink);
    }

    Size size() {
        return page.size();
    }

    ColorBar legend() {
        return legend;
    }

    /** {@return left edge of the table} */
    double left() {
        return left;
    }

    /** {@return top edge of the table} */
    double top() {
        return top;
    }

    /** Paints everything but the table's cells. */
    void paint(Canvas canvas) {
        page.paint(canvas);
        axes.paint(left, top, canvas);
        legend.paint(left + table.width() + LEGEND_GAP, top, canvas);
    }
}
