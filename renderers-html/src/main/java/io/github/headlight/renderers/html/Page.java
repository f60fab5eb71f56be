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
 */
record Page(String title, RenderOptions options, List<PageCapture> captures) {

    static Page of(AttentionView view, RenderOptions options) {
        List<PageCapture> captures =
                view instanceof Report report
                        ? report.captures().stream().map(PageCapture::of).toList()
                        : List.of(PageCapture.of((Heatmap) view));
        return new Page(view.title(), options, captures);
    }
}
