package io.github.headlight.internal.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.internal.canvas.TextLine.Anchor;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

class SvgCanvasTest {
    private static final TextStyle STYLE = new TextStyle(10, true, Color.BLUE);

    @Test
    void writesOnlyTheStyleThatAShapeNeeds() {
        assertThat(body(g -> g.fill(new Rectangle2D.Double(1, 2, 3, 4))))
                .isEqualTo("<rect height=\"4\" width=\"3\" x=\"1\" y=\"2\"/>");
        assertThat(
                        body(
                                g -> {
                                    g.setColor(new Color(0x123456));
                                    g.setStroke(new BasicStroke(2));
                                    g.draw(new Line2D.Double(1, 2, 3, 4));
                                }))
                .isEqualTo(
                        "<line fill=\"none\" stroke=\"#123456\" stroke-linecap=\"square\""
                                + " stroke-width=\"2\" x1=\"1\" x2=\"3\" y1=\"2\" y2=\"4\"/>");
        assertThat(
                        body(
                                g -> {
                                    g.setColor(new Color(0x80123456, true));
                                    g.fill(new Ellipse2D.Double(0, 0, 2, 4));
                                }))
                .isEqualTo(
                        "<ellipse cx=\"1\" cy=\"2\" fill=\"#123456\" fill-opacity=\"0.5\""
                                + " rx=\"1\" ry=\"2\"/>");
    }

    @Test
    void groupsNeighboursOfOneStyle() {
        String body =
                body(
                        g -> {
                            g.setColor(Color.RED);
                            g.draw(new CubicCurve2D.Double(0, 0, 1, 1, 2, 1, 3, 0));
                            g.draw(new CubicCurve2D.Double(0, 5, 1, 6, 2, 6, 3, 5));
                        });
        assertThat(body)
                .startsWith("<g fill=\"none\" stroke=\"red\" stroke-linecap=\"square\">\n<path d=")
                .endsWith("</g>")
                .containsOnlyOnce("stroke=");
    }

    @Test
    void keepsTransformsInOrder() {
        String body =
                body(
                        g -> {
                            AffineTransform before = g.getTransform();
                            g.translate(5, 6);
                            g.scale(2, 3);
                            g.fill(new Rectangle2D.Double(0, 0, 1, 1));
                            g.setTransform(before);
                            g.fill(new Rectangle2D.Double(0, 0, 2, 2));
                        });
        assertThat(body.lines().toList())
                .containsExactly(
                        "<rect height=\"1\" transform=\"translate(5,6) scale(2,3)\" width=\"1\""
                                + " x=\"0\" y=\"0\"/>",
                        "<rect height=\"2\" width=\"2\" x=\"0\" y=\"0\"/>");
    }

    @Test
    void turnsTextAboutItsAnchor() {
        SvgCanvas canvas = new SvgCanvas();
        canvas.text(new TextLine("a<b", "a<b, all", 20, 30, Anchor.END, 45, STYLE));
        assertThat(write(canvas))
                .isEqualTo(
                        "<text fill=\"blue\" font-size=\"10\" font-weight=\"bold\""
                                + " text-anchor=\"end\" transform=\"rotate(-45 20 30)\" x=\"20\""
                                + " y=\"33.6\"><title>a&lt;b, all</title>a&lt;b</text>");
    }

    @Test
    void drawsTextAsShapes() {
        SvgCanvas canvas = new SvgCanvas();
        Canvas outlines = new OutlineCanvas(canvas);
        outlines.text(new TextLine("HHHH", "HHHH", 20, 30, Anchor.MIDDLE, 0, STYLE));
        outlines.text(new TextLine("", "", 20, 30, Anchor.MIDDLE, 0, STYLE));
        outlines.text(new TextLine("苹果", "苹果", 20, 30, Anchor.END, 90, STYLE));
        String body = write(canvas);
        assertThat(body).doesNotContain("<text").contains("<path d=\"M").contains("fill=\"blue\"");
        assertThat(Pattern.compile("\\d\\.\\d{3}").matcher(body).find()).isFalse();
    }

    @Test
    void putsShapesOfTextWhereTheTextIs() {
        TextLine line = new TextLine("HHHH", "HHHH", 50, 30, Anchor.MIDDLE, 90, STYLE);
        RasterCanvas text = new RasterCanvas(new Size(100, 60), 2);
        text.text(line);
        RasterCanvas shapes = new RasterCanvas(new Size(100, 60), 2);
        new OutlineCanvas(shapes).text(line);
        assertThat(ink(shapes)).isCloseTo(ink(text), Percentage.withPercentage(5));
        assertThat(ink(shapes)).isPositive();
    }

    /** The sum of places that have ink. */
    private static double ink(RasterCanvas canvas) {
        double sum = 0;
        for (int y = 0; y < canvas.image().getHeight(); y++) {
            for (int x = 0; x < canvas.image().getWidth(); x++) {
                sum += (canvas.image().getRGB(x, y) & 0xff) * (y * 1000.0 + x);
            }
        }
        return sum;
    }

    private static String body(Consumer<Graphics2D> painter) {
        SvgCanvas canvas = new SvgCanvas();
        painter.accept(canvas.graphics());
        return write(canvas);
    }

    private static String write(SvgCanvas canvas) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            canvas.write(new Size(100, 50), Optional.empty(), "t", "d", out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String svg = out.toString(StandardCharsets.UTF_8);
        int from = svg.indexOf("</desc>") + "</desc>".length();
        return svg.substring(from, svg.indexOf("</svg>")).strip();
    }
}
