package io.github.headlight.internal.figure;

import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.Shading;

import java.util.ArrayList;
import java.util.List;

/** What the legend of a map of heads says. */
final class HeadGridLegend {
    private HeadGridLegend() {}

    static ColorBar of(
            HeadGrid grid, Thumbnails thumbnails, ThumbnailSize size, HeadTable table, Ink ink) {
        Shading shading = ink.shading();
        Wording words = ink.words();
        List<Note> notes = new ArrayList<>();
        notes.add(Note.of(HeatmapLegend.scale(shading.scale(), words)));
        if (thumbnails.isCausal()) {
            notes.add(Note.of(ink.masked(), words.future()));
        }
        notes.add(Note.of(words.thumbnail()));
        int tokens = grid.cell() * size.pooled();
        if (tokens > 1) {
            notes.add(Note.of(words.largestOf(tokens, tokens)));
        }
        if (table.isGrouped()) {
            notes.add(Note.of(words.sharing(table.group())));
        }
        if (thumbnails.isPartial()) {
            notes.add(Note.of(words.emptyFrame()));
        }
        notes.addAll(Notes.of(shading, grid.lens(), grid.reduction(), false, ink));
        boolean byRow = shading.range() == Shading.Range.ROW;
        return new ColorBar(
                byRow ? words.partOfRow() : words.probability(),
                ink::ramp,
                Tick.of(shading.scale(), thumbnails.top()),
                notes,
                table.height(),
                ink);
    }
}
