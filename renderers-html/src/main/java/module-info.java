/** The renderer {@code html}: attention as one HTML file that opens offline. */
module io.github.headlight.renderers.html {
    requires transitive io.github.headlight.core;

    exports io.github.headlight.renderers.html;

    uses io.github.headlight.renderers.html.ReportSection;

    provides io.github.headlight.render.Renderer with
            io.github.headlight.renderers.html.HtmlRenderer;
}
