package io.github.headlight.renderers.html;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;

import java.util.List;

/**
 * What one file shows.
 *
 * @param title plain text
 * @param options how it starts; the reader changes it
 * @param captures at least one; the reader switches between them
 * @param tabs what each can be looked at as
 */
record Page(String title, RenderOptions options, List<PageCapture> captures, List<Tab> tabs) {

    static Page of(AttentionView view, RenderOptions options, Sections sections) {
        if (view instanceof Report report) {
            return new Page(
                    view.title(),
                    options,
                    report.captures().stream().map(PageCapture::of).toList(),
                    sections.of(report));
        }
        return new Page(
                view.title(),
                options,
                List.of(PageCapture.of((Heatmap) view)),
                Sections.views(List.of()));
    }
}
