package io.github.headlight.internal.canvas;

import io.github.headlight.render.Length;

import org.w3c.dom.Document;

import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** Paints SVG. */
public final class SvgCanvas implements Canvas {
    private final SvgGraphics graphics = new SvgGraphics(newDocument());

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML", e);
        }
    }

    @Override
    public Graphics2D graphics() {
        return graphics;
    }

    @Override
    public void text(TextLine line) {
        graphics.text(line);
    }

    /**
     * Writes what was painted; the canvas cannot be used again.
     *
     * @param size of the picture
     * @param onPage how wide it is on a page, if that is not its size
     * @param title its name, for readers who do not see it
     * @param description what it shows
     * @param out receives UTF-8; not closed
     * @throws IOException if {@code out} cannot be written
     */
    public void write(
            Size size, Optional<Length> onPage, String title, String description, OutputStream out)
            throws IOException {
        SvgWriter svg = new SvgWriter();
        svg.header(size, onPage, title, description);
        SvgShapes.collect(graphics.getTopLevelGroup()).writeTo(svg);
        svg.end("svg");
        svg.writeTo(out);
    }
}
