package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/**
 * The numbers of layers to the left of a table of heads, those of heads above it and, where heads
 * share KV heads, a bracket with the number of each above those.
 */
final class HeadAxes {
    /** From the table to its numbers. */
    private static final double GAP = 6;

    /** From one row of text to the next, in parts of the font size. */
    private static final double ROW = 1.6;

    private final HeadTable table;
    private final Ink ink;
    private final TextStyle numbers;

    HeadAxes(HeadTable table, Ink ink) {
        this.table = table;
        this.ink = ink;
        this.numbers = ink.note();
    }

    /** {@return how far it reaches to the left of the table} */
    double left() {
        double names = GAP + Math.max(width(ink.words().head()), kvNameWidth());
        double name = isTurned() ? 2 * numbers.size() : GAP + width(ink.words().layer());
        return Math.max(names, GAP + width(last(table.layers())) + name);
    }

    /** Whether the name of the layers is turned, as those of rows are, because there is room. */
    private boolean isTurned() {
        return table.height() >= 2 * width(ink.words().layer());
    }

    /** {@return how far it reaches above the table} */
    double top() {
        double row = ROW * numbers.size();
        return GAP + (table.isGrouped() ? 2 * row + bracket() : row);
    }

    private double kvNameWidth() {
        return table.isGrouped() ? width(ink.words().kvHead()) : 0;
    }

    private double width(String text) {
        return TextWidth.of(text, numbers);
    }

    private double bracket() {
        return ink.scaled(5);
    }

    private static String last(int count) {
        return Integer.toString(count - 1);
    }

    /**
     * Paints all of it.
     *
     * @param x left edge of the table
     * @param y top edge of the table
     * @param canvas where
     */
    void paint(double x, double y, Canvas canvas) {
        paintLayers(x, y, canvas);
        double row = ROW * numbers.size();
        double middle = y - GAP + 2 - row / 2;
        name(ink.words().head(), x - GAP, middle, canvas);
        int step = step(last(table.heads()), table.cellWidth() + table.gap());
        for (int head = 0; head < table.heads(); head += step) {
            number(head, x + table.x(head) + table.cellWidth() / 2.0, middle, canvas);
        }
        if (table.isGrouped()) {
            double bottom = middle - row / 2;
            paintBrackets(x, bottom, canvas.graphics());
            paintGroups(x, bottom - bracket() - row / 2, canvas);
        }
    }

    private void paintLayers(double x, double y, Canvas canvas) {
        double pitch = table.cellHeight() + table.gap();
        int step = TokenAxis.niceStep(1.15 * numbers.size() / pitch);
        for (int layer = 0; layer < table.layers(); layer += step) {
            double middle = y + table.y(layer) + table.cellHeight() / 2.0;
            name(Integer.toString(layer), x - GAP, middle, canvas);
        }
        String layer = ink.words().layer();
        double right = x - GAP - width(last(table.layers()));
        double middle = y + table.height() / 2.0;
        if (isTurned()) {
            right -= 1.3 * numbers.size();
            canvas.text(new TextLine(layer, layer, right, middle, Anchor.MIDDLE, 90, numbers));
        } else {
            name(layer, right - GAP, middle, canvas);
        }
    }

    private void paintBrackets(double x, double bottom, Graphics2D g) {
        Path2D brackets = new Path2D.Double();
        double top = bottom - bracket() + 1;
        for (int head = 0; head < table.heads(); head += table.group()) {
            double left = x + table.x(head) + 0.5;
            double right = left + table.groupWidth() - 1;
            brackets.moveTo(left, bottom);
            brackets.lineTo(left, top);
            brackets.lineTo(right, top);
            brackets.lineTo(right, bottom);
        }
        g.setPaint(ink.dim(numbers.size()).color());
        g.setStroke(new BasicStroke(1));
        g.draw(brackets);
    }

    private void paintGroups(double x, double middle, Canvas canvas) {
        name(ink.words().kvHead(), x - GAP, middle, canvas);
        int pitch = table.groupWidth() + table.gap() + table.groupGap();
        int step = step(last(table.kvHeads()), pitch);
        for (int kvHead = 0; kvHead < table.kvHeads(); kvHead += step) {
            double left = x + table.x(kvHead * table.group());
            number(kvHead, left + table.groupWidth() / 2.0, middle, canvas);
        }
    }

    private int step(String widest, int pitch) {
        return TokenAxis.niceStep((width(widest) + ink.scaled(3)) / pitch);
    }

    private void number(int number, double middleX, double y, Canvas canvas) {
        canvas.text(TextLine.of(Integer.toString(number), middleX, y, Anchor.MIDDLE, numbers));
    }

    private void name(String text, double right, double y, Canvas canvas) {
        canvas.text(TextLine.of(text, right, y, Anchor.END, numbers));
    }
}
