package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.capture.Attention;
import io.github.headlight.internal.canvas.RasterCanvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.Theme;
import io.github.headlight.view.TokenRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class HeatmapOptionsTest {
    private static final List<String> TEXTS =
            List.of("The", " harb", "our", " was", " quiet", ",", "苹果", "公司", "don", "'t");
    private static final Attention ATTENTION = RendererContractTest.sample(1, 1, TEXTS);
    private static final Heatmap HEATMAP = Heatmap.ofHead(ATTENTION, 0, 0);
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;

    static Stream<Shading> shadings() {
        List<Shading> shadings = new ArrayList<>();
        for (Shading.Range range : Shading.Range.values()) {
            for (ColorScale scale :
                    List.of(ColorScale.LINEAR, ColorScale.DEFAULT, ColorScale.LOG)) {
                shadings.add(new Shading(scale, range, 0));
            }
        }
        return shadings.stream();
    }

    /** Reads each cell's colour back, finds it on the ramp, and with the scale its probability. */
    @ParameterizedTest
    @MethodSource("shadings")
    void givesProbabilitiesBack(Shading shading) {
        for (ColorMap map : ColorMap.values()) {
            RenderOptions options = OPTIONS.with(shading).with(map);
            HeatmapFigure figure = figure(HEATMAP, options);
            BufferedImage image = image(figure);
            float largest = 0;
            for (int query = 0; query < TEXTS.size(); query++) {
                for (float p : HEATMAP.cells().matrix().row(query)) {
                    largest = Math.max(largest, p);
                }
            }
            for (int query = 0; query < TEXTS.size(); query++) {
                float[] row = HEATMAP.cells().matrix().row(query);
                float rowLargest = 0;
                for (float p : row) {
                    rowLargest = Math.max(rowLargest, p);
                }
                double top =
                        switch (shading.range()) {
                            case UNIT -> 1;
                            case PICTURE -> largest;
                            case ROW -> rowLargest;
                        };
                for (int key = 0; key <= query; key++) {
                    double position = position(pixel(image, figure, query, key), map);
                    // The ramp has 253 levels, and its colours 8 bits a channel.
                    assertThat(position)
                            .as("query %d, key %d", query, key)
                            .isCloseTo(shading.scale().position(row[key] / top), offset(0.011));
                }
            }
        }
    }

    @Test
    void drawsNothingBelowTheThreshold() {
        RenderOptions options =
                OPTIONS.with(ColorMap.CIVIDIS).with(Shading.DEFAULT.withThreshold(0.1));
        HeatmapFigure figure = figure(HEATMAP, options);
        BufferedImage image = image(figure);
        for (int query = 0; query < TEXTS.size(); query++) {
            for (int key = 0; key <= query; key++) {
                boolean drawn = HEATMAP.cells().matrix().probability(query, key) >= 0.1f;
                assertThat(pixel(image, figure, query, key) != Theme.LIGHT.background())
                        .isEqualTo(drawn);
            }
        }
        assertThat(texts(figure)).contains("below 0.1 not drawn");
    }

    @Test
    void paintsZeroInTheColourOfZero() {
        float[] values = {1, 0, 1, 0};
        HeatmapFigure figure =
                figure(
                        Samples.heatmap(Samples.tokens(List.of("a", "b")), values),
                        OPTIONS.with(ColorMap.CIVIDIS));
        assertThat(pixel(image(figure), figure, 1, 1))
                .isEqualTo(ColorMap.CIVIDIS.color(Theme.LIGHT, 0));
    }

    @ParameterizedTest
    @EnumSource(Sink.class)
    void saysWhatBecameOfTheSink(Sink sink) {
        HeatmapFigure figure = figure(HEATMAP.through(Lens.PLAIN.with(sink)), OPTIONS);
        List<String> texts = texts(figure);
        assertThat(texts.contains("first token, left out")).isEqualTo(sink != Sink.SHOWN);
        assertThat(String.join(" ", texts).contains("rest of each row scaled to 1"))
                .isEqualTo(sink == Sink.RENORMALISED);
        assertThat(figure.description().contains("; first token, left out"))
                .isEqualTo(sink != Sink.SHOWN);
        int corner = pixel(image(figure), figure, 9, 0);
        // Hatched: between two greys.
        assertThat(Goldens.difference(corner, Theme.LIGHT.masked()) < 30)
                .isEqualTo(sink != Sink.SHOWN);
        assertThat(pixel(image(figure), figure, 9, 9)).isNotEqualTo(Theme.LIGHT.masked());
    }

    @Test
    void masksTheFutureOfWordsAndBlocks() {
        HeatmapFigure figure = figure(HEATMAP.through(Lens.PLAIN.withWords(true)), OPTIONS);
        BufferedImage image = image(figure);
        int words = figure.layout().mesh().rows();
        assertThat(words).isEqualTo(8);
        for (int query = 0; query < words; query++) {
            for (int key = 0; key < words; key++) {
                assertThat(pixel(image, figure, query, key) == Theme.LIGHT.masked())
                        .isEqualTo(key > query);
            }
        }
        assertThat(texts(figure)).contains("harbour", "don't");
        assertThat(String.join(" ", texts(figure)))
                .contains("words: sum over their keys, mean over their queries");
    }

    @Test
    void saysWhatIsCutAway() {
        Heatmap crop = HEATMAP.through(new Lens(Sink.MASKED, false, new TokenRange(2, 5)));
        HeatmapFigure figure = figure(crop, OPTIONS);
        assertThat(texts(figure))
                .contains("tokens 2–4 only", "first token, left out", "quiet")
                .doesNotContain("The");
        assertThat(figure.layout().mesh().rows()).isEqualTo(3);
    }

    @Test
    void writesValuesWhereThereIsRoom() {
        List<String> texts = texts(figure(HEATMAP, OPTIONS.withCellValues(true)));
        for (int query = 0; query < TEXTS.size(); query++) {
            for (float p : HEATMAP.cells().matrix().row(query)) {
                String text = CellValues.text(p);
                if (!text.isEmpty()) {
                    assertThat(texts).contains(text);
                }
            }
        }
        assertThat(CellValues.text(0.004f)).isEmpty();
        assertThat(CellValues.text(0.42f)).isEqualTo(".42");
        assertThat(CellValues.text(0.999f)).isEqualTo("1");
        List<String> none = texts(figure(HEATMAP, OPTIONS));
        assertThat(none).noneMatch(text -> text.startsWith("."));
        Heatmap large = Samples.heatmap(Samples.tokens(Samples.ENGLISH, 200));
        assertThat(texts(figure(large, OPTIONS.withCellValues(true)))).doesNotContain(".50");
        Heatmap middle = Samples.heatmap(Samples.tokens(Samples.ENGLISH, 40));
        assertThat(texts(figure(middle, OPTIONS.withCellValues(true)))).contains(".50");
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void writesValuesSoThatTheyCanBeRead(Theme theme) {
        Ink ink = new Ink(OPTIONS.with(theme));
        for (int level = 0; level <= 20; level++) {
            int cell = ink.ramp(level / 20.0);
            assertThat(contrast(cell, Ink.on(cell).getRGB())).isGreaterThan(4.5);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 8, 16, 24, 36})
    void keepsTextApartInAllSizesAndLanguages(double size) {
        for (Language language : Language.values()) {
            for (int tokens : new int[] {1, 3, 12, 40, 130}) {
                RenderOptions options = OPTIONS.withFontSize(size).with(language);
                Heatmap heatmap =
                        Samples.heatmap(Samples.tokens(Samples.MIXED, tokens))
                                .through(Lens.PLAIN.with(Sink.RENORMALISED).withWords(true));
                HeatmapFigure figure = figure(heatmap, options.withCellValues(true));
                List<TextLine> lines = RecordingCanvas.linesOf(figure);
                assertThat(RecordingCanvas.overlaps(lines)).isEmpty();
                Rectangle2D picture =
                        new Rectangle2D.Double(0, 0, figure.size().width(), figure.size().height());
                assertThat(lines).allMatch(line -> picture.contains(line.area().getBounds2D()));
            }
        }
    }

    @Test
    void speaksChinese() {
        HeatmapFigure figure =
                figure(HEATMAP.through(Lens.PLAIN.with(Sink.MASKED)), OPTIONS.with(Language.ZH));
        assertThat(texts(figure)).contains("查询（读）", "键（被读）", "概率", "未来，不可见", "首个词元，已略去");
        assertThat(figure.description()).startsWith("注意力热图：10 行查询词元").contains("最强的联系");
    }

    @Test
    void looksAsItDid() throws IOException {
        Goldens.check(
                "heatmap-renormalised-words",
                HEATMAP.through(new Lens(Sink.RENORMALISED, true, TokenRange.ALL)),
                OPTIONS.with(Language.ZH).withCellValues(true));
        Goldens.check(
                "heatmap-log-dark",
                HEATMAP,
                OPTIONS.with(Theme.DARK)
                        .with(new Shading(ColorScale.LOG, Shading.Range.PICTURE, 0.01)));
        Attention wide =
                RendererContractTest.sample(
                        1, 1, IntStream.range(0, 150).mapToObj(i -> " word" + i).toList());
        Goldens.check(
                "heatmap-dense",
                Heatmap.ofHead(wide, 0, 0).through(Lens.PLAIN.with(Sink.MASKED)),
                OPTIONS.with(ColorMap.CIVIDIS));
    }

    private static HeatmapFigure figure(Heatmap heatmap, RenderOptions options) {
        return new HeatmapFigure(heatmap, new Ink(options));
    }

    private static List<String> texts(Figure figure) {
        return RecordingCanvas.linesOf(figure).stream().map(TextLine::text).toList();
    }

    private static BufferedImage image(Figure figure) {
        RasterCanvas canvas = new RasterCanvas(figure.size(), 1);
        figure.paint(canvas);
        return canvas.image();
    }

    /** The colour in the middle of a cell. */
    private static int pixel(BufferedImage image, HeatmapFigure figure, int row, int column) {
        HeatmapLayout layout = figure.layout();
        double x = layout.left() + (column + 0.5) * layout.mesh().cellWidth();
        double y = layout.top() + (row + 0.5) * layout.mesh().cellHeight();
        return image.getRGB((int) x, (int) y) & 0xffffff;
    }

    private static double position(int color, ColorMap map) {
        int best = 0;
        for (int i = 0; i <= 1000; i++) {
            if (Goldens.difference(map.color(Theme.LIGHT, i / 1000.0), color)
                    < Goldens.difference(map.color(Theme.LIGHT, best / 1000.0), color)) {
                best = i;
            }
        }
        return best / 1000.0;
    }

    /** WCAG 2 contrast. */
    private static double contrast(int a, int b) {
        double first = luminance(a) + 0.05;
        double second = luminance(b) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(int color) {
        double sum = 0;
        double[] weights = {0.0722, 0.7152, 0.2126};
        for (int i = 0; i < 3; i++) {
            double channel = ((color >> (8 * i)) & 0xff) / 255.0;
            sum +=
                    weights[i]
                            * (channel <= 0.04045
                                    ? channel / 12.92
                                    : Math.pow((channel + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
