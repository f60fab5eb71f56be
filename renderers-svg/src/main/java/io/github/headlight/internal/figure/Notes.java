package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Reduction;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenRange;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The notes of a legend, broken into lines. */
final class Notes {
    /** The widest line, in parts of the font size. */
    private static final double WIDEST = 14;

    private final List<Note> notes;
    private final Ink ink;
    private final List<Line> lines = new ArrayList<>();

    /** A note's first line has its swatch; its others are set in like it. */
    private record Line(String text, boolean indented, Optional<Note> swatch) {}

    Notes(List<Note> notes, Ink ink) {
        this.notes = List.copyOf(notes);
        this.ink = ink;
        for (Note note : notes) {
            boolean indented = note.swatch().isPresent();
            double room = WIDEST * ink.note().size() - (indented ? indent() : 0);
            Optional<Note> swatch = indented ? Optional.of(note) : Optional.empty();
            for (String text : TextWidth.wrap(note.text(), ink.note(), room)) {
                lines.add(new Line(text, indented, swatch));
                swatch = Optional.empty();
            }
        }
    }

    /**
     * {@return what pictures say about how values became colours and what was done to them}
     *
     * @param shading threshold
     * @param lens sink, words, crop
     * @param reduction what was not captured
     * @param sinkSeen whether the sink's cells are there, in the colour of what is left out
     * @param ink words and colours
     */
    static List<Note> of(
            Shading shading, Lens lens, Reduction reduction, boolean sinkSeen, Ink ink) {
        Wording words = ink.words();
        List<Note> notes = new ArrayList<>();
        if (lens.sink() != Sink.SHOWN) {
            boolean block = reduction.kind() == Reduction.Kind.BLOCKS;
            String text = words.sinkLeftOut(block);
            notes.add(sinkSeen ? Note.hatched(ink.leftOut(), text) : Note.of(text));
        }
        if (lens.sink() == Sink.RENORMALISED) {
            notes.add(Note.of(words.renormalised()));
        }
        if (shading.threshold() > 0) {
            notes.add(Note.of(words.below(Tick.decimal(shading.threshold()))));
        }
        switch (reduction.kind()) {
            case NONE -> {}
            case TOP_KEYS -> notes.add(Note.of(words.topKeys(reduction.size())));
            case BLOCKS -> notes.add(Note.of(words.blocks(reduction.size())));
        }
        if (lens.words()) {
            notes.add(Note.of(words.words()));
        }
        if (!lens.crop().equals(TokenRange.ALL)) {
            notes.add(Note.of(words.crop(lens.crop())));
        }
        return notes;
    }

    /** {@return all notes on one line} */
    String description() {
        return notes.stream().map(Note::text).collect(Collectors.joining("; "));
    }

    private double indent() {
        return 1.6 * ink.note().size();
    }

    private double leading() {
        return 1.5 * ink.note().size();
    }

    double width() {
        return lines.stream()
                .mapToDouble(
                        line ->
                                TextWidth.of(line.text(), ink.note())
                                        + (line.indented() ? indent() : 0))
                .max()
                .orElse(0);
    }

    double height() {
        return lines.size() * leading();
    }

    void paint(double x, double top, Canvas canvas) {
        double y = top + leading() / 2;
        for (Line line : lines) {
            if (line.swatch().isPresent()) {
                paintSwatch(line.swatch().get(), x, y, canvas.graphics());
            }
            double at = line.indented() ? x + indent() : x;
            canvas.text(TextLine.of(line.text(), at, y, Anchor.START, ink.note()));
            y += leading();
        }
    }

    private void paintSwatch(Note note, double x, double middle, Graphics2D g) {
        double side = Math.round(ink.note().size());
        double top = Math.round(middle - side / 2);
        g.setPaint(note.swatch().orElseThrow());
        g.fill(new Rectangle2D.Double(x, top, side, side));
        if (note.hatched()) {
            Hatch.paint(x, top, side, side, ink, g);
        }
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(x + 0.5, top + 0.5, side - 1, side - 1));
    }
}
