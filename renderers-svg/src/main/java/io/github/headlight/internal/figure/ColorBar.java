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
import java.util.function.DoubleToIntFunction;

/**
 * A legend: what is shown, the colour ramp from its bottom at 0 to its top at 1 with ticks where
 * there is room for them, and notes below it.
 */
final class ColorBar {
    private static final double SHORTEST = 110;
    private static final double LONGEST = 220;
    private static final int BANDS = 64;

    private final String heading;
    private final DoubleToIntFunction ramp;
    private final List<Tick> ticks;
    private final Notes notes;
    private final double barHeight;
    private final Ink ink;

    /**
     * Lays a legend out.
     *
     * @param heading what is shown
     * @param ramp from a place, 0 to 1, to its colour
     * @param ticks by importance: where two are too close, the first stays
     * @param notes below the ramp
     * @param room the height it should fill, if that makes no ridiculous ramp
     * @param ink words, colours and text styles
     */
    ColorBar(
            String heading,
            DoubleToIntFunction ramp,
            List<Tick> ticks,
            List<Note> notes,
            double room,
            Ink ink) {
        this.heading = heading;
        this.ramp = ramp;
        this.notes = new Notes(notes, ink);
        this.ink = ink;
        double rest = head() + gap() + this.notes.height();
        this.barHeight = Math.min(ink.scaled(LONGEST), Math.max(ink.scaled(SHORTEST), room - rest));
        this.ticks = apart(ticks);
    }

    private List<Tick> apart(List<Tick> all) {
        List<Tick> some = new ArrayList<>();
        double distance = 1.5 * ink.note().size() / barHeight;
        for (Tick tick : all) {
            if (some.stream().allMatch(t -> Math.abs(t.position() - tick.position()) >= distance)) {
                some.add(tick);
            }
        }
        return some;
    }

    private double head() {
        return 2 * ink.note().size();
    }

    private double gap() {
        return 0.8 * ink.note().size();
    }

    private double barWidth() {
        return ink.scaled(12);
    }

    private double tickLabelX() {
        return barWidth() + 4 + ink.scaled(4);
    }

    /** {@return ticks whose labels do not touch} */
    List<Tick> ticks() {
        return ticks;
    }

    /** {@return what it says, as a sentence} */
    String description() {
        return ink.words().legend(heading, notes.description());
    }

    double width() {
        double width = Math.max(TextWidth.of(heading, ink.note()), notes.width());
        for (Tick tick : ticks) {
            width = Math.max(width, tickLabelX() + TextWidth.of(tick.label(), ink.note()));
        }
        return width;
    }

    double height() {
        return head() + barHeight + gap() + notes.height();
    }

    void paint(double x, double top, Canvas canvas) {
        canvas.text(
                TextLine.of(
                        heading, x, top + head() / 2 - ink.scaled(5), Anchor.START, ink.note()));
        double barTop = top + head();
        paintRamp(x, barTop, canvas.graphics());
        paintTicks(x, barTop, canvas);
        notes.paint(x, barTop + barHeight + gap(), canvas);
    }

    /** Each band reaches to the bottom, so that no seams show between them. */
    private void paintRamp(double x, double top, Graphics2D g) {
        for (int band = 0; band < BANDS; band++) {
            g.setPaint(new Color(ramp.applyAsInt(1 - (band + 0.5) / BANDS)));
            double from = top + barHeight * band / BANDS;
            g.fill(new Rectangle2D.Double(x, from, barWidth(), top + barHeight - from));
        }
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(x - 0.5, top - 0.5, barWidth() + 1, barHeight + 1));
    }

    private void paintTicks(double x, double top, Canvas canvas) {
        Graphics2D g = canvas.graphics();
        g.setPaint(ink.line());
        double from = x + barWidth() + 1;
        for (Tick tick : ticks) {
            double y = top + barHeight * (1 - tick.position());
            g.draw(new Line2D.Double(from, y, from + 3, y));
        }
        for (Tick tick : ticks) {
            double y = top + barHeight * (1 - tick.position());
            canvas.text(TextLine.of(tick.label(), x + tickLabelX(), y, Anchor.START, ink.note()));
        }
    }
}
