package io.github.headlight.renderers.html;

import io.github.headlight.error.OutputException;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the content of a section. All text is plain: markup in it is shown as text, and characters
 * that hide or reorder text are shown by number. Not for several threads.
 */
public final class SectionWriter {
    /** More is no part of a report that somebody reads, and is held in memory until written. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private final String id;
    private final StringWriter markup = new StringWriter();
    private final Html html = new Html(markup);
    private String capture = "all";
    private boolean open;

    SectionWriter(String id) {
        this.id = id;
    }

    /**
     * Shows what follows only while a capture is shown. At the start, all that is written is shown
     * with every capture.
     *
     * @param number of the capture in the report, from 0
     */
    public void ofCapture(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("capture: expected 0 or more, found " + number);
        }
        close();
        capture = Integer.toString(number);
    }

    /** Shows what follows with every capture. */
    public void ofAllCaptures() {
        close();
        capture = "all";
    }

    /**
     * Writes a heading.
     *
     * @param text plain text
     */
    public void heading(Phrase text) {
        write(() -> html.open("h3").phrase(neutral(text)).close("h3"));
    }

    /**
     * Writes a paragraph.
     *
     * @param pieces side by side, with nothing added between them
     */
    public void paragraph(Piece... pieces) {
        paragraph(List.of(pieces));
    }

    /**
     * Writes a paragraph, with the line ends and spaces of its text.
     *
     * @param pieces side by side, with nothing added between them
     */
    public void paragraph(List<Piece> pieces) {
        write(
                () -> {
                    html.open("p");
                    pieces(pieces);
                    html.close("p");
                });
    }

    /**
     * Writes a remark: a paragraph in small print.
     *
     * @param text plain text
     */
    public void remark(Phrase text) {
        write(() -> html.open("p", "class", "hint").phrase(neutral(text)).close("p"));
    }

    /**
     * Writes a list.
     *
     * @param items each of pieces side by side
     */
    public void list(List<List<Piece>> items) {
        write(
                () -> {
                    html.open("ul");
                    for (List<Piece> item : items) {
                        html.open("li");
                        pieces(item);
                        html.close("li");
                    }
                    html.close("ul");
                });
    }

    /**
     * Writes a table.
     *
     * @param head a name a column
     * @param rows a cell a column; the first names the row
     * @throws IllegalArgumentException if a row has another number of cells
     */
    public void table(List<Phrase> head, List<List<Piece>> rows) {
        for (List<Piece> row : rows) {
            if (row.size() != head.size()) {
                throw new IllegalArgumentException(
                        "table: expected " + head.size() + " cells a row, found " + row.size());
            }
        }
        write(
                () -> {
                    html.open("div", "class", "wide").open("table").open("thead").open("tr");
                    for (Phrase name : head) {
                        html.open("th", "scope", "col").phrase(neutral(name)).close("th");
                    }
                    html.close("tr").close("thead").open("tbody");
                    for (List<Piece> row : rows) {
                        html.open("tr");
                        for (int i = 0; i < row.size(); i++) {
                            String cell = i == 0 ? "th" : "td";
                            html.open(cell, i == 0 ? new String[] {"scope", "row"} : new String[0]);
                            piece(row.get(i));
                            html.close(cell);
                        }
                        html.close("tr");
                    }
                    html.close("tbody").close("table").close("div");
                });
    }

    /**
     * Writes bars below one another, all on one scale.
     *
     * @param bars their shares
     * @param full the share that a bar of full length stands for, above 0
     */
    public void bars(List<Bar> bars, double full) {
        if (!(full > 0 && full <= 1)) {
            throw new IllegalArgumentException("full: expected above 0, to 1, found " + full);
        }
        write(
                () -> {
                    html.open("ul", "class", "bars");
                    for (Bar bar : bars) {
                        html.open("li").open("span");
                        piece(bar.label());
                        html.close("span");
                        html.open(
                                "svg",
                                "viewBox",
                                "0 0 100 8",
                                "preserveAspectRatio",
                                "none",
                                "aria-hidden",
                                "true");
                        rectangle(0, bar.share() / full * 100);
                        if (bar.even().isPresent()) {
                            double at = bar.even().getAsDouble() / full * 100;
                            rectangle(Math.min(99, at), 1);
                        }
                        html.close("svg");
                        html.element("span", String.format(Locale.ROOT, "%.2f", bar.share()));
                        html.close("li");
                    }
                    html.close("ul");
                });
    }

    private void rectangle(double from, double width) throws IOException {
        String x = String.format(Locale.ROOT, "%.1f", from);
        String length = String.format(Locale.ROOT, "%.1f", Math.min(100, width));
        html.open("rect", "x", x, "width", length, "height", "8").close("rect");
    }

    private void pieces(List<Piece> pieces) throws IOException {
        for (Piece piece : pieces) {
            piece(piece);
        }
    }

    private void piece(Piece piece) throws IOException {
        List<String> attributes = new ArrayList<>();
        piece.place().ifPresent(place -> attributes.addAll(List.of("href", place.fragment())));
        if (piece.tone() != Tone.PLAIN) {
            attributes.addAll(List.of("class", piece.tone().css()));
        }
        // Isolated, so that right-to-left text leaves its neighbours where they are.
        html.open("bdi").open(piece.isStrong() ? "b" : "span");
        String name = piece.place().isPresent() ? "a" : "span";
        html.open(name, attributes.toArray(String[]::new));
        html.phrase(neutral(piece.text())).close(name);
        html.close(piece.isStrong() ? "b" : "span").close("bdi");
    }

    private static Phrase neutral(Phrase phrase) {
        return new Phrase(TokenText.neutral(phrase.en()), TokenText.neutral(phrase.zh()));
    }

    private interface Part {
        void write() throws IOException;
    }

    private void write(Part part) {
        try {
            if (!open) {
                html.open("div", "data-capture", capture);
                open = true;
            }
            part.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (markup.getBuffer().length() > MOST_CHARACTERS) {
            throw new OutputException(
                    String.format(
                            Locale.ROOT,
                            "section %s: expected at most %,d characters, found more; write less,"
                                    + " or leave it out of the report",
                            id,
                            MOST_CHARACTERS));
        }
    }

    private void close() {
        if (open) {
            markup.append("</div>");
            open = false;
        }
    }

    /** All that was written, as markup; empty if nothing was. */
    String markup() {
        close();
        return markup.toString();
    }
}
