package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.view.Difference;
import io.github.headlight.view.Shading;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** What changed from one capture to another, as a matrix of cells in two colours. */
final class DifferenceFigure implements Figure {
    /** The longest name of a capture in a legend, in parts of the font size. */
    private static final double LONGEST_NAME = 20;

    /** Where swatches of a legend are on the ramp. */
    private static final double SWATCH = 0.6;

    private final Difference difference;
    private final Ink ink;
    private final CellGrid cells;
    private final ColorBar legend;
    private final HeatmapLayout layout;

    DifferenceFigure(Difference difference, Ink ink) {
        this.difference = difference;
        this.ink = ink;
        Mesh mesh =
                Mesh.of(
                        difference.queries().size(),
                        difference.keys().size(),
                        CellValues.leastCell(ink));
        this.cells = DifferenceCells.of(difference, mesh, ink.shading());
        this.legend = legend(mesh);
        this.layout =
                HeatmapLayout.of(
                        difference.title(),
                        difference.queries(),
                        difference.keys(),
                        mesh,
                        legend,
                        ink);
    }

    private ColorBar legend(Mesh mesh) {
        Shading shading = ink.shading();
        Wording words = ink.words();
        List<Note> notes = new ArrayList<>();
        notes.add(Note.of(HeatmapLegend.scale(shading.scale(), "|Δp|", words)));
        notes.add(swatch(SWATCH, words.moreIn(name(difference.after()))));
        notes.add(swatch(-SWATCH, words.moreIn(name(difference.before()))));
        if (cells.has(CellGrid.MASKED)) {
            notes.add(Note.of(ink.masked(), words.future()));
        }
        if (shading.threshold() > 0) {
            notes.add(Note.of(words.below(Tick.decimal(shading.threshold()))));
        }
        if (mesh.queriesPerCell() > 1 || mesh.keysPerCell() > 1) {
            notes.add(Note.of(words.largestOf(mesh.queriesPerCell(), mesh.keysPerCell())));
        }
        boolean byRow = shading.range() == Shading.Range.ROW;
        return new ColorBar(
                byRow ? words.partOfRowsDifference() : words.difference(),
                place -> ink.diverging(2 * place - 1),
                Tick.diverging(shading.scale(), DifferenceCells.top(difference, shading)),
                notes,
                mesh.height(),
                ink);
    }

    private Note swatch(double position, String text) {
        return Note.of(new Color(ink.diverging(position)), text);
    }

    private String name(String capture) {
        return TextWidth.fit(Page.oneLine(capture), ink.note(), LONGEST_NAME * ink.note().size());
    }

    @Override
    public Size size() {
        return layout.size();
    }

    @Override
    public String title() {
        return difference.title();
    }

    @Override
    public String description() {
        return DifferenceText.describe(difference, ink.words()) + legend.description();
    }

    HeatmapLayout layout() {
        return layout;
    }

    @Override
    public void paint(Canvas canvas) {
        MatrixFrame frame = new MatrixFrame(title(), layout, legend, ink);
        int[] palette = DifferenceCells.palette(ink);
        frame.paintCells(cells, palette, canvas);
        if (ink.options().cellValues()) {
            CellValues.paint(this::value, cells, palette, layout, ink, canvas);
        }
        frame.paintAround(canvas);
    }

    /** A difference without its sign, which its colour says. */
    private String value(int query, int key) {
        return cells.level(query, key) == DifferenceCells.ZERO
                ? ""
                : CellValues.text(Math.abs(difference.matrix().get(query, key)));
    }
}
