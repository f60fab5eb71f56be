package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Shading;

import java.util.ArrayList;
import java.util.List;

/** What the legend of a profile says. */
final class ProfileLegend {
    private static final double WIDEST = 200;

    private ProfileLegend() {}

    static ColorBar of(
            Profile profile, ProfileCells cells, boolean labelled, HeadTable table, Ink ink) {
        Wording words = ink.words();
        List<Note> notes = new ArrayList<>();
        notes.add(Note.of(HeatmapLegend.scale(ink.shading().scale(), "x", words)));
        if (ink.shading().range() == Shading.Range.ROW) {
            notes.add(Note.of(words.partOfRow()));
        }
        if (!cells.areAllDefined()) {
            notes.add(Note.hatched(ink.masked(), words.undefined()));
        }
        if (table.isGrouped()) {
            notes.add(Note.of(words.sharing(table.group())));
        }
        for (String name : labelled ? cells.codes().names() : List.<String>of()) {
            String code = cells.codes().code(name);
            notes.add(Note.of(words.code(code, cut(name, ink), cells.codes().count(name))));
        }
        return new ColorBar(
                cut(profile.quantity(), ink),
                ink::ramp,
                Tick.of(ink.shading().scale(), cells.top()),
                notes,
                table.height(),
                ink);
    }

    private static String cut(String text, Ink ink) {
        return TextWidth.fit(Page.oneLine(text), ink.note(), ink.scaled(WIDEST));
    }
}
