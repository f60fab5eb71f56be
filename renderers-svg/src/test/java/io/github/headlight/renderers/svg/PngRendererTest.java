package io.github.headlight.renderers.svg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.render.Length;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Theme;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

class PngRendererTest extends RendererContractTest {
    private static final Heatmap HEATMAP =
            Heatmap.ofHead(sample(1, 1, List.of("苹", "果", "?")), 0, 0);

    @Override
    protected Renderer renderer() {
        return new PngRenderer();
    }

    @Test
    void hasThePixelsAndTheResolutionAskedFor() throws IOException {
        BufferedImage single = image(draw(1));
        BufferedImage triple = image(draw(3));

        assertThat(triple.getWidth()).isEqualTo(3 * single.getWidth());
        assertThat(triple.getHeight()).isEqualTo(3 * single.getHeight());
        assertThat(pixelsPerMetre(draw(1))).isEqualTo("3780"); // 96 dpi
        assertThat(pixelsPerMetre(draw(3))).isEqualTo("11339"); // 288 dpi
    }

    @Test
    void refusesNothingTheOptionsAllow() throws IOException {
        assertThat(image(draw(0.25)).getWidth()).isPositive();
    }

    @Test
    void hasTheWidthThatAPageWants() throws IOException {
        byte[] png =
                draw(
                        RenderOptions.DEFAULT
                                .withWidth(new Length(127, Length.Unit.MM)) // five inches
                                .withPixelRatio(300 / 96.0));
        assertThat(image(png).getWidth()).isEqualTo(1500);
        assertThat(pixelsPerMetre(png)).isEqualTo("11811"); // 300 dpi
    }

    private byte[] draw(double pixelRatio) {
        return draw(RenderOptions.DEFAULT.with(Theme.DARK).withPixelRatio(pixelRatio));
    }

    private byte[] draw(RenderOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        renderer().render(HEATMAP, options, RenderOutput.stream(out));
        return out.toByteArray();
    }

    private static BufferedImage image(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static String pixelsPerMetre(byte[] png) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in);
            Element metadata =
                    (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            return ((Element) metadata.getElementsByTagName("pHYs").item(0))
                    .getAttribute("pixelsPerUnitXAxis");
        } finally {
            reader.dispose();
        }
    }
}
