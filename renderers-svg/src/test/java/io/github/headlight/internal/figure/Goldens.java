package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.PngFile;
import io.github.headlight.internal.canvas.RasterCanvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.renderers.svg.SvgRenderer;
import io.github.headlight.view.AttentionView;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

/**
 * Compares pictures with those that somebody has looked at: {@code src/test/golden/NAME.svg} to the
 * letter, pixels of embedded images included, and {@code NAME.png} with a tolerance, its text drawn
 * as boxes, since fonts differ between machines. With {@code -Dgolden.update=true} both are written
 * instead; look at them before they are committed.
 */
public final class Goldens {
    private static final Path FOLDER = Path.of("src/test/golden");
    private static final Path ACTUAL = Path.of("target/golden");
    private static final Pattern EMBEDDED = Pattern.compile("data:image/png;base64,([^\"]*)");

    /** Edges of shapes may fall differently with another Java. */
    private static final double MOST_DIFFERENT = 0.002;

    private static final int LEAST_DIFFERENCE = 3;

    private Goldens() {}

    /**
     * Checks, or updates, a picture in both formats.
     *
     * @param name of the files, without ending
     * @param view what to draw
     * @param options how
     */
    public static void check(String name, AttentionView view, RenderOptions options)
            throws IOException {
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        new SvgRenderer().render(view, options, RenderOutput.stream(svg));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        PngFile.write(image(Figures.of(view, options)), 1, png);
        boolean update = Boolean.getBoolean("golden.update");
        Path folder = update ? FOLDER : ACTUAL;
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".svg"), svg.toByteArray());
        Files.write(folder.resolve(name + ".png"), png.toByteArray());
        if (!update) {
            compareText(name + ".svg");
            compareImages(name + ".png");
        }
    }

    private static void compareText(String file) throws IOException {
        assertThat(comparable(ACTUAL.resolve(file)))
                .as(advice(file))
                .isEqualTo(comparable(FOLDER.resolve(file)));
    }

    /** Compressed bytes differ between versions of Java; pixels do not. */
    private static String comparable(Path svg) throws IOException {
        return EMBEDDED.matcher(Files.readString(svg, StandardCharsets.UTF_8))
                .replaceAll(
                        match -> {
                            byte[] png = Base64.getDecoder().decode(match.group(1));
                            try {
                                BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
                                return String.format(
                                        Locale.ROOT,
                                        "%d x %d pixels, hash %08x",
                                        image.getWidth(),
                                        image.getHeight(),
                                        Arrays.hashCode(pixels(image)));
                            } catch (IOException e) {
                                throw new AssertionError(svg + " has a damaged image", e);
                            }
                        });
    }

    private static void compareImages(String file) throws IOException {
        BufferedImage actual = ImageIO.read(ACTUAL.resolve(file).toFile());
        BufferedImage expected = ImageIO.read(FOLDER.resolve(file).toFile());
        assertThat(actual.getWidth()).as(advice(file)).isEqualTo(expected.getWidth());
        assertThat(actual.getHeight()).as(advice(file)).isEqualTo(expected.getHeight());
        int[] a = pixels(actual);
        int[] b = pixels(expected);
        int different = 0;
        for (int i = 0; i < a.length; i++) {
            if (difference(a[i], b[i]) >= LEAST_DIFFERENCE) {
                different++;
            }
        }
        assertThat(different / (double) a.length)
                .as(advice(file))
                .isLessThanOrEqualTo(MOST_DIFFERENT);
    }

    private static String advice(String file) {
        return "look at "
                + ACTUAL.resolve(file)
                + "; if it is as wanted, run the test with -Dgolden.update=true";
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** {@return the largest difference of a channel} */
    static int difference(int a, int b) {
        int largest = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            largest = Math.max(largest, Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff)));
        }
        return largest;
    }

    private static BufferedImage image(Figure figure) {
        RasterCanvas canvas = new RasterCanvas(figure.size(), 1);
        figure.paint(
                new Canvas() {
                    @Override
                    public Graphics2D graphics() {
                        return canvas.graphics();
                    }

                    @Override
                    public void text(TextLine line) {
                        canvas.graphics().setPaint(line.style().color());
                        canvas.graphics().fill(line.area());
                    }
                });
        return canvas.image();
    }
}
