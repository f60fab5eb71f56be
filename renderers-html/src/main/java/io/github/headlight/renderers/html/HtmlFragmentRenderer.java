package io.github.headlight.renderers.html;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.List;

/**
 * Writes what {@link HtmlRenderer} writes as one element for another page: a frame that holds the
 * page in an attribute. The frame is sandboxed and has no origin, so nothing in it reaches the page
 * around it, nor the other way, and any number of them can stand beside one another. Put it where
 * it is to be shown, in a page in UTF-8 whose content security policy, if it has one, lets inline
 * scripts and styles run; its width is that of its place.
 */
public final class HtmlFragmentRenderer implements Renderer {
    /** In CSS pixels; the page in the frame scrolls. */
    private static final String HEIGHT = "720";

    private final HtmlRenderer pages;

    /** Makes the renderer, as the service loader does. */
    public HtmlFragmentRenderer() {
        this(new HtmlRenderer());
    }

    /**
     * Makes a renderer of the pages of another.
     *
     * @param pages with the sections that are wanted
     */
    public HtmlFragmentRenderer(HtmlRenderer pages) {
        this.pages = pages;
    }

    @Override
    public String id() {
        return "html-fragment";
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
        return pages.supports(view);
    }

    @Override
    public List<String> sections() {
        return pages.sections();
    }

    @Override
    public void write(AttentionView view, RenderOptions options, OutputStream out)
            throws IOException {
        Writer writer = PageWriter.utf8(out);
        Html html = new Html(writer);
        html.trusted("<iframe sandbox=\"allow-scripts\" width=\"100%\" height=\"" + HEIGHT);
        html.trusted("\" style=\"border:0\" title=\"").text(view.title()).trusted("\" srcdoc='");
        pages.page(view, options).write(new AttributeWriter(writer));
        html.trusted("'></iframe>\n");
        writer.flush();
    }
}
