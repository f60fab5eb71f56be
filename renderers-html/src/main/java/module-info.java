/** The renderers {@code html}, one file that opens offline, and {@code html-fragment}. */
module io.github.headlight.renderers.html {
    requires transitive io.github.headlight.core;

    exports io.github.headlight.renderers.html;

    uses io.github.headlight.renderers.html.ReportSection;

    provides io.github.headlight.render.Renderer with
            io.github.headlight.renderers.html.HtmlFragmentRenderer,
            io.github.headlight.renderers.html.HtmlRenderer;
}
