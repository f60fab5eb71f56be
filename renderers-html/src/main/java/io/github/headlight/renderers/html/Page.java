package io.github.headlight.renderers.html;

import io.github.headlight.capture.Attention;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;
import io.github.headlight.view.Theme;

import java.util.ArrayList;
import java.util.List;

/**
 * What one file shows.
 *
 * @param title plain text
 * @param theme the theme it starts with
 * @param scale the colour scale it starts with
 * @param captures at least one; the reader switches between them
 */
record Page(String title, Theme theme, ColorScale scale, List<PageCapture> captures) {

    static Page of(AttentionView view, RenderOptions options) {
        if (view instanceof Report report) {
            List<PageCapture> captures = new ArrayList<>();
            for (Attention attention : report.captures()) {
                captures.add(PageCapture.of(attention));
            }
            return new Page(report.title(), options.theme(), options.shading().scale(), captures);
        }
        Heatmap heatmap = (Heatmap) view;
        return new Page(
                heatmap.title(),
                options.theme(),
                options.shading().scale(),
                List.of(PageCapture.of(heatmap)));
    }
}
