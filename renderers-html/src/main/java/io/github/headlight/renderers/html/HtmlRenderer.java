package io.github.headlight.renderers.html;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes reports and heatmaps as one HTML file that opens offline: a map of all heads, the text,
 * and a matrix to zoom, for mouse and keyboard. The file asks for nothing from anywhere.
 *
 * <p>Probabilities are rounded to steps of at most 0.005 (see the file's own {@code values}); those
 * under 0.002, in large captures under 0.004, are kept as one sum a row.
 */
public final class HtmlRenderer implements Renderer {
    /** Makes the renderer, as the service loader does. */
    public HtmlRenderer() {}

    @Override
    public String id() {
        return "html";
    }

    @Override
    public String mediaType() {
        return "text/html";
    }

    @Override
    public String fileExtension() {
        return "html";
    }

    @Override
    public boolean supports(AttentionView view) {
        return view instanceof Report || view instanceof Heatmap;
    }

    @Override
    public void write(AttentionView view, RenderOptions options, OutputStream out)
            throws IOException {
        new PageWriter(Page.of(view, options)).write(out);
    }
}
