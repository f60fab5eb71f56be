package io.github.headlight.internal.canvas;

import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Image;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.AttributedCharacterIterator.Attribute;
import java.util.Base64;
import java.util.Map;

/**
 * Batik's generator with three things it lacks: text placed by its anchor, short path data, and
 * images whose pixels stay sharp when they are enlarged.
 */
final class SvgGraphics extends SVGGraphics2D {
    static final String XLINK = "http://www.w3.org/1999/xlink";
    private static final String SVG = "http://www.w3.org/2000/svg";

    SvgGraphics(Document document) {
        super(context(document), false);
    }

    private SvgGraphics(SvgGraphics other) {
        super(other);
    }

    private static SVGGeneratorContext context(Document document) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(2);
        SVGGeneratorContext.GraphicContextDefaults defaults =
                new SVGGeneratorContext.GraphicContextDefaults();
        defaults.setFont(new NamedFont());
        context.setGraphicContextDefaults(defaults);
        return context;
    }

    @Override
    public Graphics create() {
        return new SvgGraphics(this);
    }

    void text(TextLine line) {
        setPaint(line.style().color());
        double size = line.style().size();
        Element text = element("text");
        set(text, "x", SvgNumber.of(line.x()));
        set(text, "y", SvgNumber.of(line.y() + TextLine.BASELINE * size));
        set(text, "font-size", SvgNumber.of(size));
        if (line.style().bold()) {
            set(text, "font-weight", "bold");
        }
        switch (line.anchor()) {
            case START -> {}
            case MIDDLE -> set(text, "text-anchor", "middle");
            case END -> set(text, "text-anchor", "end");
        }
        if (line.degrees() != 0) {
            set(
                    text,
                    "transform",
                    "rotate("
                            + SvgNumber.of(-line.degrees())
                            + " "
                            + SvgNumber.of(line.x())
                            + " "
                            + SvgNumber.of(line.y())
                            + ")");
        }
        if (!line.full().equals(line.text())) {
            Element title = element("title");
            title.appendChild(getDOMFactory().createTextNode(line.full()));
            text.appendChild(title);
        }
        text.appendChild(getDOMFactory().createTextNode(line.text()));
        add(text);
    }

    @Override
    public void fill(Shape shape) {
        if (shape instanceof Path2D) {
            Element path = element("path");
            set(path, "d", SvgPathData.of(shape));
            add(path);
        } else {
            super.fill(shape);
        }
    }

    @Override
    public void draw(Shape shape) {
        if (shape instanceof Path2D && getStroke() instanceof BasicStroke) {
            Element path = element("path");
            set(path, "d", SvgPathData.of(shape));
            domGroupManager.addElement(path, DOMGroupManager.DRAW);
        } else {
            super.draw(shape);
        }
    }

    /**
     * Embeds an image as PNG.
     *
     * @param placed scales and moves the image; turned images are left to Batik
     */
    @Override
    public boolean drawImage(Image image, AffineTransform placed, ImageObserver observer) {
        if (!(image instanceof BufferedImage pixels)
                || placed.getShearX() != 0
                || placed.getShearY() != 0) {
            return super.drawImage(image, placed, observer);
        }
        Element element = element("image");
        if (placed.getTranslateX() != 0 || placed.getTranslateY() != 0) {
            set(element, "x", SvgNumber.of(placed.getTranslateX()));
            set(element, "y", SvgNumber.of(placed.getTranslateY()));
        }
        set(element, "width", SvgNumber.of(placed.getScaleX() * pixels.getWidth()));
        set(element, "height", SvgNumber.of(placed.getScaleY() * pixels.getHeight()));
        set(element, "preserveAspectRatio", "none");
        // The attribute is for readers of SVG 1.1, the style for browsers.
        set(element, "image-rendering", "optimizeSpeed");
        set(element, "style", "image-rendering:pixelated");
        element.setAttributeNS(XLINK, "xlink:href", "data:image/png;base64," + base64(pixels));
        add(element);
        return true;
    }

    private static String base64(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            PngFile.write(image, 1, png);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }

    private Element element(String name) {
        return getDOMFactory().createElementNS(SVG, name);
    }

    private static void set(Element element, String attribute, String value) {
        element.setAttributeNS(null, attribute, value);
    }

    private void add(Element element) {
        domGroupManager.addElement(element, DOMGroupManager.FILL);
    }

    /** Batik asks for a font's name, for which Java would look at all fonts of the machine. */
    private static final class NamedFont extends Font {
        private static final long serialVersionUID = 1;

        NamedFont() {
            super(SANS_SERIF, PLAIN, 12);
        }

        @Override
        public String getFamily() {
            return SANS_SERIF;
        }

        @Override
        public Font deriveFont(Map<? extends Attribute, ?> attributes) {
            return this;
        }
    }
}
