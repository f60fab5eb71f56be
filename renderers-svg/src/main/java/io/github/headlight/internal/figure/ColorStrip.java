package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextWidth;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** A legend that lies below a picture: the ramp from left to right, and notes beside it. */
final class ColorStrip {
    private static final int BANDS = 64;
    private static final double LENGTH = 220;
    private static final double NOTES_GAP = 28;

    private final String heading;
    private final List<Tick> ticks;
    private final Notes notes;
    private final Ink ink;

    /**
     * Lays a legend out.
     *
     * @param heading what is shown
     * @param ticks by importance: where two are too close, the first stays
     * @param notes beside the ramp
     * @param ink words, colours and text styles
     */
    ColorStrip(String heading, List<Tick> ticks, List<Note> notes, Ink ink) {
        this.heading = heading;
        this.notes = new Notes(notes, ink);
        this.ink = ink;
        this.ticks = apart(ticks);
    }

    private List<Tick> apart(List<Tick> all) {
        List<Tick> some = new ArrayList<>();
        for (Tick tick : all) {
            if (some.stream().allMatch(other -> areApart(tick, other))) {
                some.add(tick);
            }
        }
        return some;
    }

    private boolean areApart(Tick a, Tick b) {
        double distance = Math.abs(a.position() - b.position()) * length();
        double widths =
                TextWidth.of(a.label(), ink.note()) / 2 + TextWidth.of(b.label(), ink.note()) / 2;
        return distance >= widths + ink.scaled(5);
    }

    private double length() {
        return ink.scaled(LENGTH);
    }

    private double line() {
        return 1.6 * ink.note().size();
    }

    private double barHeight() {
        return ink.scaled(10);
    }

    /** Room for half of the last label. */
    private double notesX() {
        return length() + ink.scaled(NOTES_GAP);
    }

    double width() {
        return notesX() + notes.width();
    }

    double height() {
        return Math.max(line() + barHeight() + 4 + line(), notes.height());
    }

    /** {@return what it says, as a sentence} */
    String description() {
        return ink.words().legend(heading, notes.description());
    }

    void paint(double x, double top, Canvas canvas) {
        canvas.text(TextLine.of(heading, x, top + line() / 2, Anchor.START, ink.note()));
        double barTop = Math.round(top + line());
        Graphics2D g = canvas.graphics();
        paintRamp(x, barTop, g);
        double barBottom = barTop + barHeight();
        g.setPaint(ink.line());
        for (Tick tick : ticks) {
            double at = x + tick.position() * length();
            g.draw(new Line2D.Double(at, barBottom + 1, at, barBottom + 4));
        }
        for (Tick tick : ticks) {
            double at = x + tick.position() * length();
            double y = barBottom + 4 + line() / 2;
            canvas.text(
                    tick.position() == 0
                            ? TextLine.of(tick.label(), x, y, Anchor.START, ink.note())
                            : TextLine.of(tick.label(), at, y, Anchor.MIDDLE, ink.note()));
        }
        notes.paint(x + notesX(), top, canvas);
    }

    /** Each band reaches to the right end, so that no seams show between them. */
    private void paintRamp(double x, double top, Graphics2D g) {
        for (int band = 0; band < BANDS; band++) {
            g.setPaint(new Color(ink.ramp((band + 0.5) / BANDS)));
            double from = length() * band / BANDS;
            g.fill(new Rectangle2D.Double(x + from, top, length() - from, barHeight()));
        }
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(x - 0.5, top - 0.5, length() + 1, barHeight() + 1));
    }
}
