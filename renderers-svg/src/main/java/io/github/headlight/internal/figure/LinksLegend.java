package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Shading;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What lines mean: samples of probabilities, the colours of heads, and notes. */
final class LinksLegend {
    /** Neighbouring samples differ at least this much, as places on the ramp. */
    private static final double APART = 0.12;

    private static final double LEADING = 1.6;

    /** The widest name of a head, in parts of the font size. */
    private static final double WIDEST = 14;

    private final HeadLinks heads;
    private final Ink ink;
    private final LinkInk lines;
    private final String heading;
    private final List<Tick> samples;
    private final Notes notes;

    LinksLegend(HeadLinks heads, Links links, LinkInk lines, Ink ink) {
        this.heads = heads;
        this.ink = ink;
        this.lines = lines;
        Shading shading = ink.shading();
        Wording words = ink.words();
        this.heading =
                shading.range() == Shading.Range.ROW ? words.partOfRow() : words.probability();
        this.samples = samples(Tick.of(shading.scale(), links.top()));
        List<Note> all = new ArrayList<>();
        all.add(Note.of(HeatmapLegend.scale(shading.scale(), words)));
        all.add(
                Note.of(
                        words.linksDrawn(
                                links.drawn().size(), links.seen(), Tick.decimal(links.least()))));
        var first = heads.heads().get(0).links();
        all.addAll(Notes.of(shading, first.lens(), first.reduction(), false, ink));
        this.notes = new Notes(all, ink);
    }

    private static List<Tick> samples(List<Tick> ticks) {
        List<Tick> some = new ArrayList<>();
        for (Tick tick : ticks) {
            if (Links.level(tick.position()) > 0
                    && some.stream()
                            .allMatch(t -> Math.abs(t.position() - tick.position()) >= APART)) {
                some.add(tick);
            }
        }
        some.sort(Comparator.comparingDouble(Tick::position).reversed());
        return some;
    }

    private double leading() {
        return LEADING * ink.note().size();
    }

    private double sampleWidth() {
        return ink.scaled(28);
    }

    private double labelX() {
        return sampleWidth() + ink.scaled(8);
    }

    private String name(HeadLinks.Named head) {
        return TextWidth.fit(Page.oneLine(head.name()), ink.note(), WIDEST * ink.note().size());
    }

    private boolean hasHeads() {
        return heads.heads().size() > 1;
    }

    double width() {
        double width = Math.max(TextWidth.of(heading, ink.note()), notes.width());
        for (Tick sample : samples) {
            width = Math.max(width, labelX() + TextWidth.of(sample.label(), ink.note()));
        }
        for (HeadLinks.Named head : heads.heads()) {
            width = Math.max(width, labelX() + TextWidth.of(name(head), ink.note()));
        }
        return width;
    }

    double height() {
        double rows = 1 + samples.size() + (hasHeads() ? 0.5 + heads.heads().size() : 0);
        return (rows + 0.5) * leading() + notes.height();
    }

    /** {@return what it says, as a sentence} */
    String description() {
        return ink.words().legend(heading, notes.description());
    }

    void paint(double x, double top, Canvas canvas) {
        double y = top + leading() / 2;
        text(heading, x, y, canvas);
        for (Tick sample : samples) {
            y += leading();
            int level = Links.level(sample.position());
            line(x, y, lines.neutral(level), lines.width(level), canvas.graphics());
            text(sample.label(), x + labelX(), y, canvas);
        }
        if (hasHeads()) {
            y += leading() / 2;
            for (int head = 0; head < heads.heads().size(); head++) {
                y += leading();
                line(x, y, lines.full(head), ink.scaled(4), canvas.graphics());
                HeadLinks.Named named = heads.heads().get(head);
                canvas.text(
                        new TextLine(
                                name(named),
                                named.name(),
                                x + labelX(),
                                y,
                                Anchor.START,
                                0,
                                ink.note()));
            }
        }
        notes.paint(x, y + leading(), canvas);
    }

    private void line(double x, double y, int color, double width, Graphics2D g) {
        g.setPaint(new Color(color));
        g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(new Line2D.Double(x, y, x + sampleWidth(), y));
    }

    private void text(String text, double x, double y, Canvas canvas) {
        canvas.text(TextLine.of(text, x, y, Anchor.START, ink.note()));
    }
}
