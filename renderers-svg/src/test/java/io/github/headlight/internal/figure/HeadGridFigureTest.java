package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

class HeadGridFigureTest {
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;

    @ParameterizedTest
    @CsvSource({
        "28, 28, 4, 32",
        "30, 9, 3, 40",
        "4, 6, 2, 64",
        "4, 6, 6, 8",
        "1, 1, 1, 1",
        "1, 1, 1, 8",
        "80, 64, 8, 16",
        "2, 40, 1, 12",
        "160, 2, 1, 12",
        "1, 128, 64, 4"
    })
    void keepsNumbersApartAndWithinThePicture(int layers, int heads, int kvHeads, int blocks) {
        HeadGrid grid = Samples.grid(layers, heads, kvHeads, blocks, 512);
        for (Language language : Language.values()) {
            for (double fontSize : new double[] {11, 24}) {
                RenderOptions options = OPTIONS.with(language).withFontSize(fontSize);
                Pictures.assertReadable(Figures.of(grid, options));
            }
        }
    }

    /** Few cells are shapes, many are an image. */
    @ParameterizedTest
    @CsvSource({"LIGHT, 3, 2", "DARK, 3, 2", "LIGHT, 16, 8", "DARK, 16, 8"})
    void paintsEachHeadsBlocksInTheColoursOfTheirProbabilities(Theme theme, int blocks, int heads) {
        HeadGrid grid = Samples.grid(9, heads, 2, blocks, 5 * blocks);
        HeadGridFigure figure = figure(grid, OPTIONS.with(theme));
        BufferedImage image = Pictures.image(figure, 1);
        for (int layer = 0; layer < 9; layer++) {
            for (int head = 0; head < heads; head++) {
                AttentionMatrix thumbnail = grid.thumbnails().head(layer, head);
                for (int query = 0; query < blocks; query++) {
                    for (int key = 0; key < blocks; key++) {
                        double position =
                                ColorScale.DEFAULT.position(thumbnail.probability(query, key));
                        int expected =
                                key > query ? theme.masked() : ColorMap.BLUE.color(theme, position);
                        assertThat(
                                        Goldens.difference(
                                                pixel(image, figure, layer, head, query, key),
                                                expected))
                                .isLessThanOrEqualTo(2);
                    }
                }
            }
        }
    }

    private static int pixel(
            BufferedImage image, HeadGridFigure figure, int layer, int head, int query, int key) {
        double x = figure.layout().left() + figure.table().x(head) + (key + 0.5) * figure.unit();
        double y = figure.layout().top() + figure.table().y(layer) + (query + 0.5) * figure.unit();
        return Pictures.color(image, 1, x, y);
    }

    @Test
    void showsTheLargestOfTheBlocksInACell() {
        int blocks = 96;
        float[] values = new float[blocks * blocks];
        values[91 * blocks + 31] = 1;
        AttentionMatrix one = AttentionMatrix.of(FloatBuffer.wrap(values), blocks, blocks);
        AttentionMatrix[] all = new AttentionMatrix[28 * 28];
        Arrays.fill(all, one);
        HeadGrid grid = Samples.grid(AttentionTensor.of(28, 28, List.of(all)), 4, 960);
        HeadGridFigure figure = figure(grid, OPTIONS);

        assertThat(figure.table().cellWidth()).isEqualTo(32);
        BufferedImage image = Pictures.image(figure, 1);
        assertThat(pixel(image, figure, 27, 27, 30, 10))
                .isEqualTo(ColorMap.BLUE.color(Theme.LIGHT, 1));
        assertThat(String.join(" ", Pictures.texts(figure)).replace('\u00A0', ' '))
                .contains("30 × 30 tokens");
    }

    @Test
    void bracketsHeadsThatShareAKvHeadAndSetThemApart() {
        HeadGridFigure grouped = figure(Samples.grid(2, 6, 2, 8, 8), OPTIONS);
        HeadTable table = grouped.table();
        assertThat(table.x(3) - table.x(2)).isGreaterThan(table.x(2) - table.x(1));
        assertThat(Pictures.texts(grouped)).contains("KV head", "3 heads share a KV head");

        HeadGridFigure each = figure(Samples.grid(2, 6, 6, 8, 8), OPTIONS);
        assertThat(each.table().x(3) - each.table().x(2)).isEqualTo(each.table().x(1));
        assertThat(Pictures.texts(each)).doesNotContain("KV head");
    }

    @ParameterizedTest
    @EnumSource(Shading.Range.class)
    void endsTheRampWhereTheRangeSays(Shading.Range range) {
        float[] low = {.5f, 0, .25f, .1f};
        float[] high = {.8f, 0, .05f, .2f};
        HeadGrid grid =
                Samples.grid(
                        AttentionTensor.of(
                                1,
                                2,
                                List.of(
                                        AttentionMatrix.of(FloatBuffer.wrap(low), 2, 2),
                                        AttentionMatrix.of(FloatBuffer.wrap(high), 2, 2))),
                        1,
                        2);
        Shading shading = new Shading(ColorScale.LINEAR, range, 0.1);
        HeadGridFigure figure = figure(grid, OPTIONS.with(shading));
        BufferedImage image = Pictures.image(figure, 1);
        double top =
                switch (range) {
                    case UNIT -> 1;
                    case PICTURE -> .8;
                    case ROW -> .25;
                };
        assertThat(
                        Goldens.difference(
                                pixel(image, figure, 0, 0, 1, 0),
                                ColorMap.BLUE.color(Theme.LIGHT, .25 / top)))
                .isLessThanOrEqualTo(2);
        assertThat(pixel(image, figure, 0, 1, 1, 0)).isEqualTo(Theme.LIGHT.background());
    }

    @Test
    void leavesHeadsEmptyThatWereNotCaptured() {
        float[] nothing = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
        HeadGrid grid =
                Samples.grid(
                        AttentionTensor.of(
                                1,
                                2,
                                List.of(
                                        Samples.causal(2, 1),
                                        AttentionMatrix.of(FloatBuffer.wrap(nothing), 2, 2))),
                        2,
                        2);
        HeadGridFigure figure = figure(grid, OPTIONS);
        BufferedImage image = Pictures.image(figure, 1);
        assertThat(pixel(image, figure, 0, 1, 0, 1)).isEqualTo(Theme.LIGHT.background());
        assertThat(pixel(image, figure, 0, 0, 0, 1)).isEqualTo(Theme.LIGHT.masked());
        assertThat(Pictures.texts(figure)).contains("empty frame: not captured");
    }

    @Test
    void staysSmall() {
        assertThat(Pictures.svg(Samples.grid(28, 28, 4, 32, 128), OPTIONS).length())
                .isLessThan(1_000_000);
        assertThat(Pictures.svg(Samples.grid(80, 64, 8, 32, 512), OPTIONS).length())
                .isLessThan(3_000_000);
        assertThat(Pictures.svg(Samples.grid(4, 6, 2, 8, 8), OPTIONS).length()).isLessThan(40_000);
    }

    @Test
    void saysItInWords() {
        float[] values = {1, 0, 0, .2f, .8f, 0, .1f, .7f, .2f};
        HeadGrid grid =
                Samples.grid(
                        AttentionTensor.of(
                                1,
                                2,
                                List.of(
                                        AttentionMatrix.of(FloatBuffer.wrap(new float[9]), 3, 3),
                                        AttentionMatrix.of(FloatBuffer.wrap(values), 3, 3))),
                        1,
                        3);
        assertThat(Figures.of(grid, OPTIONS).description())
                .contains("1 layers down, 2 heads across", "Layer 0 · Head 1 with p = 0.70");
        assertThat(Figures.of(grid, OPTIONS.with(Language.ZH)).description())
                .contains("层 0 · 头 1", "0.70");
    }

    private static HeadGridFigure figure(HeadGrid grid, RenderOptions options) {
        return (HeadGridFigure) Figures.of(grid, options);
    }
}
