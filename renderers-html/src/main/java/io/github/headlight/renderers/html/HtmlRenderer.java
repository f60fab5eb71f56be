package io.github.headlight.renderers.html;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes reports, heatmaps, links and shaded texts as one HTML file that opens offline: a map of
 * all heads, the text, and views of a head, for mouse and keyboard. The file asks for nothing from
 * anywhere.
 *
 * <p>Probabilities are rounded to steps of at most 0.005 (see the file's own {@code values}); those
 * under 0.002, in large captures under 0.004, are kept as one sum a row.
 */
public final class HtmlRenderer implements Renderer {
    private final List<ReportSection> own;

    /** Makes the renderer, as the service loader does. */
    public HtmlRenderer() {
        this(List.of());
    }

    private HtmlRenderer(List<ReportSection> own) {
        this.own = own;
    }

    /**
     * {@return a renderer whose reports have more sections}
     *
     * @param sections with ids that are not taken, beside those that the service loader finds
     */
    public HtmlRenderer with(ReportSection... sections) {
        return new HtmlRenderer(Stream.concat(own.stream(), Stream.of(sections)).toList());
    }

    @Override
    public List<String> sections() {
        return Sections.discover(own).ids();
    }

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
        return Page.isOf(view);
    }

    @Override
    public void write(AttentionView view, RenderOptions options, OutputStream out)
            throws IOException {
        page(view, options).write(out);
    }

    /** What is to be written. */
    PageWriter page(AttentionView view, RenderOptions options) {
        return new PageWriter(Page.of(view, options, Sections.discover(own)));
    }
}
