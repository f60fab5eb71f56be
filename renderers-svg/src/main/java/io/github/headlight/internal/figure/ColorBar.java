package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.view.ColorScale;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The legend of a heatmap: the ramp from probability 0 to 1 with ticks at true probabilities, and
 * notes below it.
 *
 * @param scale from probability to colour
 * @param barHeight height of the ramp
 * @param masked whether there are masked cells to explain
 * @param notes further lines
 */
record ColorBar(ColorScale scale, double barHeight, boolean masked, List<String> notes) {
    static final double WIDTH = 96;
    private static final double BAR = 12;
    private static final double HEADING = 20;
    private static final double LINE = 15;
    private static final double GAP = 8;
    private static final double SHORTEST = 110;
    private static final double LONGEST = 220;

    /** Ticks by importance: where two are too close, the first stays. */
    private static final double[] TICKS = {0, 1, 0.25, 0.5, 0.1, 0.01, 0.05, 0.75, 0.001};

    private static final double TICK_DISTANCE = 15;
    private static final int BANDS = 64;

    static ColorBar of(ColorScale scale, Mesh mesh, boolean masked) {
        List<String> notes = new ArrayList<>();
        if (mesh.queriesPerCell() > 1 || mesh.keysPerCell() > 1) {
            notes.add("a cell is the largest");
            notes.add("of " + mesh.queriesPerCell() + " × " + mesh.keysPerCell() + " tokens");
        }
        double rest = HEADING + GAP + (1 + (masked ? 1 : 0) + notes.size()) * LINE;
        double height = Math.min(LONGEST, Math.max(SHORTEST, mesh.height() - rest));
        return new ColorBar(scale, height, masked, notes);
    }

    /** {@return the height of all of it} */
    double height() {
        return HEADING + barHeight + GAP + (1 + (masked ? 1 : 0) + notes.size()) * LINE;
    }

    void paint(double x, double top, Ink ink, Canvas canvas) {
        note("probability", x, top + 5, ink, canvas);
        double barTop = top + HEADING;
        paintRamp(x, barTop, ink, canvas.graphics());
        paintTicks(x, barTop, ink, canvas);
        double y = barTop + barHeight + GAP + LINE / 2;
        note(describe(scale), x, y, ink, canvas);
        if (masked) {
            y += LINE;
            Graphics2D g = canvas.graphics();
            g.setPaint(ink.masked());
            g.fill(new Rectangle2D.Double(x, y - 5, 10, 10));
            g.setPaint(ink.line());
            g.draw(new Rectangle2D.Double(x + 0.5, y - 4.5, 9, 9));
            note("future, masked", x + 16, y, ink, canvas);
        }
        for (String note : notes) {
            y += LINE;
            note(note, x, y, ink, canvas);
        }
    }

    private static void note(String text, double x, double y, Ink ink, Canvas canvas) {
        canvas.text(TextLine.of(text, x, y, Anchor.START, ink.note()));
    }

    /** Each band reaches to the bottom, so that no seams show between them. */
    private void paintRamp(double x, double top, Ink ink, Graphics2D g) {
        for (int band = 0; band < BANDS; band++) {
            g.setPaint(new Color(ink.ramp(1 - (band + 0.5) / BANDS)));
            double from = top + barHeight * band / BANDS;
            g.fill(new Rectangle2D.Double(x, from, BAR, top + barHeight - from));
        }
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(x - 0.5, top - 0.5, BAR + 1, barHeight + 1));
    }

    private void paintTicks(double x, double top, Ink ink, Canvas canvas) {
        Graphics2D g = canvas.graphics();
        List<Double> ticks = ticks();
        g.setPaint(ink.line());
        for (double p : ticks) {
            double y = tickY(p, top);
            g.draw(new Line2D.Double(x + BAR + 1, y, x + BAR + 4, y));
        }
        for (double p : ticks) {
            note(decimal(p), x + BAR + 8, tickY(p, top), ink, canvas);
        }
    }

    private double tickY(double probability, double top) {
        return top + barHeight * (1 - scale.position(probability));
    }

    /** {@return probabilities whose labels do not touch} */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (double p : TICKS) {
            if (ticks.stream()
                    .allMatch(t -> Math.abs(tickY(t, 0) - tickY(p, 0)) >= TICK_DISTANCE)) {
                ticks.add(p);
            }
        }
        return ticks;
    }

    /** {@return how colour follows probability, in a few characters} */
    static String describe(ColorScale scale) {
        if (scale.gamma() == 1) {
            return "colour = p";
        }
        if (scale.gamma() == 0.5) {
            return "colour = √p";
        }
        return "colour = p^" + decimal(scale.gamma());
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
