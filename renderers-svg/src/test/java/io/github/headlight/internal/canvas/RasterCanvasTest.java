package io.github.headlight.internal.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.internal.canvas.TextLine.Anchor;

import org.junit.jupiter.api.Test;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;

class RasterCanvasTest {
    private static final TextStyle STYLE = new TextStyle(20, false, Color.WHITE);

    @Test
    void drawsChineseAsChinese() {
        int[] missing = pixels("\uE000\uE000"); // private use: no font has them
        assertThat(ink(missing)).isPositive();
        assertThat(pixels("苹果")).isNotEqualTo(missing);
        assertThat(pixels("苹苹")).isNotEqualTo(pixels("果果"));
        assertThat(ink(pixels("苹果"))).isGreaterThan(2 * ink(pixels("一一")));
    }

    @Test
    void showsABoxForWhatNoFontDraws() {
        assertThat(ink(pixels("\uE000"))).isPositive();
        assertThat(pixels("\uD83C\uDF4E")).isNotEqualTo(pixels(" "));
    }

    @Test
    void survivesLoneSurrogatesAndNonCharacters() {
        assertThat(ink(pixels("a\uD800b\uFFFE"))).isPositive();
    }

    @Test
    void drawsSymbolsForWhitespace() {
        assertThat(ink(pixels("↵"))).isPositive();
        assertThat(ink(pixels("⇥"))).isPositive();
        assertThat(ink(pixels("·"))).isPositive();
        assertThat(ink(pixels(" "))).isZero();
    }

    @Test
    void refusesWhatDoesNotFitInMemory() {
        RasterCanvas.requireFits(1000, 1000, 4_000_000);
        assertThatThrownBy(() -> RasterCanvas.requireFits(1000, 1001, 4_000_000))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("1000 × 1001 pixels needs 4 MiB");
        assertThatThrownBy(() -> new RasterCanvas(new Size(1e6, 1e6), 8))
                .isInstanceOf(MemoryBudgetException.class);
    }

    @Test
    void staysWithinTheRoomKeptFree() {
        TextLine line = TextLine.of("WWWWMMMM@@@@苹果", 20, 20, Anchor.START, STYLE);
        BufferedImage image = paint(line, 400, 40);
        int last = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                if ((image.getRGB(x, y) & 0xff) > 128) {
                    last = x;
                }
            }
        }
        assertThat((double) last).isBetween(200.0, line.area().getBounds2D().getMaxX());
    }

    @Test
    void endsAtItsAnchor() {
        BufferedImage image = paint(TextLine.of("word", 80, 20, Anchor.END, STYLE), 100, 40);
        assertThat(ink(image.getRGB(0, 0, 20, 40, null, 0, 20))).isZero();
        assertThat(ink(image.getRGB(40, 0, 40, 40, null, 0, 40))).isPositive();
        assertThat(ink(image.getRGB(82, 0, 18, 40, null, 0, 18))).isZero();
    }

    private static int[] pixels(String text) {
        return paint(TextLine.of(text, 2, 20, Anchor.START, STYLE), 120, 40)
                .getRGB(0, 0, 120, 40, null, 0, 120);
    }

    private static BufferedImage paint(TextLine line, int width, int height) {
        RasterCanvas canvas = new RasterCanvas(new Size(width, height), 1);
        canvas.text(line);
        return canvas.image();
    }

    private static long ink(int[] pixels) {
        return Arrays.stream(pixels).map(pixel -> pixel & 0xff).asLongStream().sum();
    }
}
