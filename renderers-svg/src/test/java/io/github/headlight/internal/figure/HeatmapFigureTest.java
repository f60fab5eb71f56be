package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.internal.canvas.RasterCanvas;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.token.Token;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;
import io.github.headlight.view.TokenMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

class HeatmapFigureTest {
    private static final Ink INK = new Ink(RenderOptions.DEFAULT);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 12, 17, 24, 34, 40, 56, 70, 86, 120, 200, 512, 1023, 1500})
    void keepsAllTextApartAndWithinThePicture(int size) {
        for (List<String> texts : List.of(Samples.ENGLISH, Samples.CHINESE, Samples.MIXED)) {
            HeatmapFigure figure = figure(Samples.heatmap(Samples.tokens(texts, size)));
            List<TextLine> lines = RecordingCanvas.linesOf(figure);

            assertThat(RecordingCanvas.overlaps(lines)).isEmpty();
            Rectangle2D picture =
                    new Rectangle2D.Double(0, 0, figure.size().width(), figure.size().height());
            assertThat(lines).allMatch(line -> picture.contains(line.area().getBounds2D()));
            Rectangle2D matrix = matrix(figure);
            assertThat(lines).noneMatch(line -> line.area().intersects(matrix));
        }
    }

    @Test
    void keepsTextApartWhenThereAreFewQueries() {
        List<Token> keys = Samples.tokens(Samples.ENGLISH, 512);
        for (int queries : new int[] {1, 2, 8, 30}) {
            HeatmapFigure figure = figure(Samples.heatmap(keys, new float[queries * 512]));
            assertThat(RecordingCanvas.overlaps(RecordingCanvas.linesOf(figure))).isEmpty();
            assertThat(figure.layout().height()).isGreaterThanOrEqualTo(80);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 40, 70})
    void labelsEveryTokenWhileThereIsRoom(int size) {
        HeatmapFigure figure = figure(Samples.heatmap(Samples.tokens(Samples.ENGLISH, size)));
        long labels =
                RecordingCanvas.linesOf(figure).stream()
                        .filter(line -> line.text().equals("harbour"))
                        .count();
        assertThat(labels).isEqualTo(2L * ((size + 8) / 10));
    }

    @Test
    void tellsEqualTokensApartByIndex() {
        assertThat(texts(Samples.tokens(List.of(" a", " b", " a")))).contains("0", "1", "2");
        assertThat(texts(Samples.tokens(List.of("a", " b", " c")))).doesNotContain("2");
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void paintsCellsInTheColourOfTheirProbability(Theme theme) {
        float[] values = {1, 0, 0, .25f, .75f, 0, 0, .04f, .96f};
        HeatmapFigure figure =
                (HeatmapFigure)
                        Figures.of(
                                Samples.heatmap(Samples.tokens(List.of("a", " b", " c")), values),
                                RenderOptions.DEFAULT.with(theme));
        BufferedImage image = image(figure, 2);
        for (int q = 0; q < 3; q++) {
            for (int k = 0; k < 3; k++) {
                int expected =
                        k > q
                                ? theme.masked()
                                : ColorMap.BLUE.color(
                                        theme, ColorScale.DEFAULT.position(values[q * 3 + k]));
                assertThat(difference(pixel(image, figure, q, k, 2), expected))
                        .as("query %d, key %d", q, k)
                        .isLessThanOrEqualTo(k > q ? 0 : 1);
            }
        }
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(theme.background());
    }

    @Test
    void paintsManyCellsInTheSameColoursAsFew() {
        int size = 300;
        float[] values = new float[size * size];
        for (int q = 0; q < size; q++) {
            values[q * size + q / 2] = .36f;
        }
        HeatmapFigure figure =
                figure(Samples.heatmap(Samples.tokens(Samples.ENGLISH, size), values));
        BufferedImage image = image(figure, 1);
        int expected = ColorMap.BLUE.color(Theme.LIGHT, .6);
        assertThat(difference(pixel(image, figure, 200, 100, 1), expected)).isLessThanOrEqualTo(1);
        assertThat(pixel(image, figure, 200, 99, 1)).isEqualTo(Theme.LIGHT.background());
        assertThat(pixel(image, figure, 200, 201, 1)).isEqualTo(Theme.LIGHT.masked());
    }

    @Test
    void showsTheLargestOfTheTokensInACell() {
        int size = 2000;
        float[] values = new float[size * size];
        values[1501 * size + 1001] = 1;
        HeatmapFigure figure =
                figure(Samples.heatmap(Samples.tokens(Samples.ENGLISH, size), values));

        BufferedImage image = image(figure, 1);
        assertThat(pixel(image, figure, 750, 500, 1))
                .isEqualTo(ColorMap.BLUE.color(Theme.LIGHT, 1));
        assertThat(pixel(image, figure, 750, 501, 1)).isEqualTo(Theme.LIGHT.background());
        assertThat(figure.description())
                .contains("a cell is the largest of 2\u00a0×\u00a02 tokens");
    }

    @Test
    void masksOnlyWhatCannotBeSeen() {
        float[] everywhere = {.5f, .5f, .5f, .5f};
        HeatmapFigure figure =
                figure(Samples.heatmap(Samples.tokens(List.of("a", "b")), everywhere));
        assertThat(RecordingCanvas.linesOf(figure))
                .extracting(TextLine::text)
                .doesNotContain("future, masked");
    }

    @Test
    void comparesPositionsAndNotRows() {
        List<Token> tokens = Samples.tokens(List.of("a", " b", " c"));
        Heatmap last = Samples.heatmap(tokens, new float[9]);
        Heatmap row =
                new Heatmap(
                        "last row",
                        TokenMatrix.of(
                                Samples.heatmap(tokens, new float[3]).cells().matrix(),
                                tokens.subList(2, 3),
                                tokens));
        assertThat(CellGrid.of(row.cells(), Shading.DEFAULT, 1, 1).has(CellGrid.MASKED)).isFalse();
        assertThat(CellGrid.of(last.cells(), Shading.DEFAULT, 1, 1).has(CellGrid.MASKED)).isTrue();
    }

    @Test
    void saysItInWords() {
        float[] values = {1, 0, 0, .5f, .5f, 0, .2f, .7f, .1f};
        Heatmap heatmap = Samples.heatmap(Samples.tokens(List.of("a", " cat", " sat")), values);
        assertThat(figure(heatmap).description())
                .contains(
                        "3 query tokens", "colour = √p", "query 2 “sat” reads key 1 “cat”", "0.70");
        assertThat(
                        new HeatmapFigure(
                                        heatmap,
                                        new Ink(
                                                RenderOptions.DEFAULT.with(
                                                        Shading.DEFAULT.with(ColorScale.LINEAR))))
                                .description())
                .contains("colour = p;");
    }

    private static HeatmapFigure figure(Heatmap heatmap) {
        return new HeatmapFigure(heatmap, INK);
    }

    private static List<String> texts(List<Token> tokens) {
        return RecordingCanvas.linesOf(figure(Samples.heatmap(tokens))).stream()
                .filter(line -> line.style().size() == 11)
                .map(TextLine::text)
                .toList();
    }

    private static Rectangle2D matrix(HeatmapFigure figure) {
        HeatmapLayout layout = figure.layout();
        return new Rectangle2D.Double(layout.left(), layout.top(), layout.width(), layout.height());
    }

    private static BufferedImage image(HeatmapFigure figure, double pixelRatio) {
        RasterCanvas canvas = new RasterCanvas(figure.size(), pixelRatio);
        figure.paint(canvas);
        return canvas.image();
    }

    /** The colour in the middle of a cell. */
    private static int pixel(
            BufferedImage image, HeatmapFigure figure, int row, int column, double ratio) {
        HeatmapLayout layout = figure.layout();
        double x = layout.left() + (column + 0.5) * layout.mesh().cellWidth();
        double y = layout.top() + (row + 0.5) * layout.mesh().cellHeight();
        return image.getRGB((int) (x * ratio), (int) (y * ratio)) & 0xffffff;
    }

    /** The largest difference of a channel. */
    private static int difference(int a, int b) {
        int largest = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            largest = Math.max(largest, Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff)));
        }
        return largest;
    }
}
