package io.github.headlight.renderers.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.render.Length;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.view.Heatmap;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;

class PdfRendererTest extends RendererContractTest {
    private static final Heatmap HEATMAP =
            Heatmap.ofHead(sample(1, 1, List.of("苹", "果", "?", " </Title>")), 0, 0);

    @Override
    protected Renderer renderer() {
        return new PdfRenderer();
    }

    @Test
    void isAPageOfTheWidthAskedFor() throws IOException {
        byte[] pdf = draw(renderer(), RenderOptions.DEFAULT.withWidth(Length.parse("85mm")));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(document.getPage(0).getMediaBox().getWidth())
                    .isCloseTo(85 / 25.4f * 72, within(0.01f));
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo(HEATMAP.title());
        }
    }

    /** Both are drawn by the same code; a PDF reader smooths edges in its own way. */
    @Test
    void looksLikeThePng() throws IOException {
        BufferedImage pdf;
        try (PDDocument document = Loader.loadPDF(draw(renderer(), RenderOptions.DEFAULT))) {
            pdf = new PDFRenderer(document).renderImageWithDPI(0, 96);
        }
        byte[] file = draw(new PngRenderer(), RenderOptions.DEFAULT.withPixelRatio(1));
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(pdf.getWidth()).isCloseTo(png.getWidth(), within(1));
        assertThat(pdf.getHeight()).isCloseTo(png.getHeight(), within(1));
        int width = Math.min(pdf.getWidth(), png.getWidth());
        int height = Math.min(pdf.getHeight(), png.getHeight());
        int different = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (Math.abs((pdf.getRGB(x, y) & 0xff) - (png.getRGB(x, y) & 0xff)) > 64) {
                    different++;
                }
            }
        }
        assertThat(different / (double) (width * height)).isLessThan(0.02);
    }

    private static byte[] draw(Renderer renderer, RenderOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        renderer.render(HEATMAP, options, RenderOutput.stream(out));
        return out.toByteArray();
    }
}
