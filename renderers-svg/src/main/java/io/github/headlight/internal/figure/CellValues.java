package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;

import java.awt.Color;
import java.util.Locale;

/** Probabilities written into cells that have room, with two decimals: {@code .42}. */
final class CellValues {
    private static final double PART_OF_FONT_SIZE = 0.8;
    private static final double SIDE_GAP = 2;
    private static final int LABELLED_CELL = 14;

    private CellValues() {}

    /** What is written into cells that stand for one query and one key. */
    interface Values {
        /** {@return what is written into a cell, perhaps nothing} */
        String text(int query, int key);
    }

    /**
     * {@return the side of a cell with room for what it should hold: a label beside it, a value}
     */
    static int leastCell(Ink ink) {
        double labelled = ink.scaled(LABELLED_CELL);
        return (int) Math.ceil(ink.options().cellValues() ? room(ink) : labelled);
    }

    private static double room(Ink ink) {
        return TextWidth.of(".42", style(ink, Color.BLACK)) + 2 * SIDE_GAP;
    }

    private static TextStyle style(Ink ink, Color color) {
        return new TextStyle(PART_OF_FONT_SIZE * ink.fontSize(), false, color);
    }

    /** Writes values into cells, if they have room. */
    static void paint(
            Values values,
            CellGrid cells,
            int[] palette,
            HeatmapLayout layout,
            Ink ink,
            Canvas canvas) {
        Mesh mesh = layout.mesh();
        if (mesh.cellWidth() < room(ink)
                || mesh.cellHeight() < style(ink, Color.BLACK).size() * 1.2) {
            return;
        }
        for (int query = 0; query < cells.rows(); query++) {
            for (int key = 0; key < cells.columns(); key++) {
                String text = values.text(query, key);
                if (!text.isEmpty()) {
                    int color = palette[cells.level(query, key)];
                    canvas.text(
                            TextLine.of(
                                    text,
                                    layout.left() + (key + 0.5) * mesh.cellWidth(),
                                    layout.top() + (query + 0.5) * mesh.cellHeight(),
                                    Anchor.MIDDLE,
                                    style(ink, Ink.on(color))));
                }
            }
        }
    }

    /** {@return a probability with two decimals; nothing where they would be zeros} */
    static String text(float probability) {
        String text = String.format(Locale.ROOT, "%.2f", probability);
        if (text.equals("0.00")) {
            return "";
        }
        return text.startsWith("0") ? text.substring(1) : "1";
    }
}
