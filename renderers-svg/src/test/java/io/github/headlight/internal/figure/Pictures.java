package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.internal.canvas.RasterCanvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.renderers.svg.SvgRenderer;
import io.github.headlight.view.AttentionView;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

/** What tests ask of any figure. */
final class Pictures {
    private Pictures() {}

    /** No text lies on other text or leaves the picture. */
    static void assertReadable(Figure figure) {
        List<TextLine> lines = RecordingCanvas.linesOf(figure);
        assertThat(RecordingCanvas.overlaps(lines)).isEmpty();
        Rectangle2D picture =
                new Rectangle2D.Double(0, 0, figure.size().width(), figure.size().height());
        assertThat(lines).allMatch(line -> picture.contains(line.area().getBounds2D()));
    }

    static List<String> texts(Figure figure) {
        return RecordingCanvas.linesOf(figure).stream().map(TextLine::text).toList();
    }

    static BufferedImage image(Figure figure, double pixelRatio) {
        RasterCanvas canvas = new RasterCanvas(figure.size(), pixelRatio);
        figure.paint(canvas);
        return canvas.image();
    }

    /** {@return the colour at a place in units} */
    static int color(BufferedImage image, double pixelRatio, double x, double y) {
        return image.getRGB((int) (x * pixelRatio), (int) (y * pixelRatio)) & 0xffffff;
    }

    static String svg(AttentionView view, RenderOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SvgRenderer().render(view, options, RenderOutput.stream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** {@return a picture as a strict reader sees it} */
    static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Element> elements(Document svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** {@return an attribute that an element has or inherits, or nothing} */
    static String attribute(Element element, String name) {
        for (Node node = element; node instanceof Element e; node = node.getParentNode()) {
            if (e.hasAttribute(name)) {
                return e.getAttribute(name);
            }
        }
        return "";
    }
}
