/** SVG, PNG and PDF renderers: attention as pictures for papers and pages. */
module io.github.headlight.renderers.svg {
    requires transitive io.github.headlight.core;
    requires de.rototor.pdfbox.graphics2d;
    requires java.desktop;
    requires java.xml;
    requires org.apache.pdfbox;
    requires org.apache.xmlgraphics.batik.svggen;
    requires org.apache.xmlgraphics.batik.awt.util;

    exports io.github.headlight.renderers.svg;

    provides io.github.headlight.render.Renderer with
            io.github.headlight.renderers.svg.PdfRenderer,
            io.github.headlight.renderers.svg.PngRenderer,
            io.github.headlight.renderers.svg.SvgRenderer;
}
