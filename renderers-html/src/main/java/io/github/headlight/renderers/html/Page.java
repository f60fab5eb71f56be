package io.github.headlight.renderers.html;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;
import io.github.headlight.view.TokenShades;

import java.util.List;

/**
 * What one file shows.
 *
 * @param title plain text
 * @param options how it starts; the reader changes it
 * @param captures at least one; the reader switches between them
 * @param start the address where it opens, as {@link Place#fragment} writes it; empty for what is
 *     most worth seeing
 * @param comparison of the first two
 * @param tabs what each can be looked at as
 */
record Page(
        String title,
        RenderOptions options,
        List<PageCapture> captures,
        String start,
        SideBySide comparison,
        List<Tab> tabs) {

    /** Whether there is a page of a view. */
    static boolean isOf(AttentionView view) {
        return view instanceof Report
                || view instanceof Heatmap
                || view instanceof HeadGrid
                || view instanceof HeadLinks
                || view instanceof TokenShades;
    }

    static Page of(AttentionView view, RenderOptions options, Sections sections) {
        if (view instanceof Report report) {
            SideBySide comparison = SideBySide.of(report);
            return new Page(
                    view.title(),
                    options,
                    report.captures().stream().map(PageCapture::of).toList(),
                    "",
                    comparison,
                    sections.of(report, comparison));
        }
        if (view instanceof HeadLinks links) {
            return ofMatrices(
                    view,
                    options,
                    links.heads().stream()
                            .map(head -> PageCapture.of(head.name(), head.links()))
                            .toList(),
                    "#v=links");
        }
        if (view instanceof HeadGrid grid) {
            return ofMatrices(view, options, List.of(PageCapture.of(grid)), "");
        }
        if (view instanceof TokenShades shades) {
            Place place = Place.of(0, 0, 0, shades.chosen());
            boolean reads = shades.direction() == TokenShades.Direction.READS;
            return ofMatrices(
                    view,
                    options,
                    List.of(PageCapture.of(view.title(), shades.links(), shades.text())),
                    (reads ? place : place.lookedAt()).fragment());
        }
        return ofMatrices(
                view, options, List.of(PageCapture.of(view.title(), ((Heatmap) view).cells())), "");
    }

    private static Page ofMatrices(
            AttentionView view, RenderOptions options, List<PageCapture> matrices, String start) {
        return new Page(
                view.title(),
                options,
                matrices,
                start,
                SideBySide.NONE,
                Sections.views(List.of(), SideBySide.NONE));
    }
}
