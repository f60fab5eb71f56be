package io.github.headlight.internal.figure;

import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Shading;
import io.github.headlight.view.TokenMatrix;

import java.util.ArrayList;
import java.util.List;

/** What the legend of a matrix of probabilities says. */
final class HeatmapLegend {
    private HeatmapLegend() {}

    static ColorBar of(TokenMatrix cells, CellGrid grid, Mesh mesh, Ink ink) {
        Shading shading = ink.shading();
        Wording words = ink.words();
        List<Note> notes = new ArrayList<>();
        boolean byRow = shading.range() == Shading.Range.ROW;
        notes.add(Note.of(scale(shading.scale(), byRow ? words.part() : "p", words)));
        if (grid.has(CellGrid.MASKED)) {
            notes.add(Note.of(ink.masked(), words.future()));
        }
        notes.addAll(
                Notes.of(
                        shading,
                        cells.lens(),
                        cells.reduction(),
                        grid.has(CellGrid.LEFT_OUT),
                        ink));
        if (mesh.queriesPerCell() > 1 || mesh.keysPerCell() > 1) {
            notes.add(Note.of(words.largestOf(mesh.queriesPerCell(), mesh.keysPerCell())));
        }
        return new ColorBar(
                byRow ? words.partOfRow() : words.probability(),
                ink::ramp,
                Tick.of(shading.scale(), CellGrid.top(shading, cells.matrix())),
                notes,
                mesh.height(),
                ink);
    }

    /** {@return how colour follows what the ramp is of, in a few characters} */
    static String scale(ColorScale scale, Wording words) {
        return scale(scale, "p", words);
    }

    /**
     * {@return how colour follows what the ramp is of, in a few characters}
     *
     * @param symbol what it is of
     */
    static String scale(ColorScale scale, String symbol, Wording words) {
        if (scale.curve() == ColorScale.Curve.LOG) {
            return words.colorIs("log " + symbol);
        }
        if (scale.gamma() == 1) {
            return words.colorIs(symbol);
        }
        if (scale.gamma() == 0.5) {
            return words.colorIs("√" + symbol);
        }
        return words.colorIs(symbol + "^" + Tick.decimal(scale.gamma()));
    }
}
