package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.token.Token;

import java.util.List;

/**
 * Where everything in a heatmap is, in units from the top left corner.
 *
 * @param left left edge of the matrix
 * @param top top edge of the matrix
 * @param mesh number and size of the cells
 * @param queries labels of the rows
 * @param keys labels of the columns
 * @param axisName room for the name of an axis
 * @param queryNameY middle of the name of the rows
 * @param size of the figure
 */
record HeatmapLayout(
        double left,
        double top,
        Mesh mesh,
        TokenAxis queries,
        TokenAxis keys,
        double axisName,
        double queryNameY,
        Size size) {
    private static final double AXIS_NAME = 20;
    private static final double LEGEND_GAP = 24;

    static HeatmapLayout of(
            String title,
            List<Token> queryTokens,
            List<Token> keyTokens,
            Mesh mesh,
            ColorBar legend,
            Ink ink) {
        TokenAxis queries =
                new TokenAxis(
                        TokenAxis.Side.LEFT,
                        TokenLabel.of(queryTokens),
                        (double) mesh.cellHeight() / mesh.queriesPerCell(),
                        ink);
        TokenAxis keys =
                new TokenAxis(
                        TokenAxis.Side.BOTTOM,
                        TokenLabel.of(keyTokens),
                        (double) mesh.cellWidth() / mesh.keysPerCell(),
                        ink);
        double axisName = ink.scaled(AXIS_NAME);
        double left =
                Math.ceil(Page.MARGIN + Math.max(axisName + queries.depth(), keys.overhang(ink)));
        double top = Math.ceil(Page.top(ink));
        double matrixRight = left + mesh.width() + LEGEND_GAP + legend.width();
        double bottom = top + Math.max(mesh.height() + keys.depth() + axisName, legend.height());
        double halfName = TextWidth.of(ink.words().query(), ink.note()) / 2;
        double queryNameY = top + Math.max(mesh.height() / 2.0, halfName);
        Size size =
                new Size(
                        Math.ceil(Math.max(matrixRight + Page.MARGIN, Page.widthFor(title, ink))),
                        Math.ceil(Math.max(bottom, queryNameY + halfName) + Page.MARGIN));
        return new HeatmapLayout(left, top, mesh, queries, keys, axisName, queryNameY, size);
    }

    double width() {
        return mesh.width();
    }

    double height() {
        return mesh.height();
    }

    double right() {
        return left + width();
    }

    double bottom() {
        return top + height();
    }

    /** {@return where the name of the rows has its middle} */
    double queryNameX() {
        return left - queries.depth() - axisName * 0.65;
    }

    /** {@return where the name of the columns has its middle} */
    double keyNameY() {
        return bottom() + keys.depth() + axisName * 0.65;
    }

    /** {@return left edge of the legend} */
    double legendX() {
        return right() + LEGEND_GAP;
    }
}
