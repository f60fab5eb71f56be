package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Difference;
import io.github.headlight.view.DivergingRamp;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.util.List;

class DifferenceFigureTest {
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 40, 160, 512})
    void keepsAllTextApartAndWithinThePicture(int size) {
        for (List<String> texts : List.of(Samples.ENGLISH, Samples.CHINESE, Samples.MIXED)) {
            Difference difference = Samples.difference(Samples.tokens(texts, size));
            Pictures.assertReadable(Figures.of(difference, OPTIONS));
        }
        Difference difference = Samples.difference(Samples.tokens(Samples.CHINESE, size));
        RenderOptions chinese = OPTIONS.with(Language.ZH);
        Pictures.assertReadable(Figures.of(difference, chinese.withCellValues(size < 100)));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void givesDifferencesBack(Theme theme) {
        List<Token> tokens = Samples.tokens(Samples.ENGLISH, 12);
        AttentionMatrix before = Samples.causal(12, 1);
        AttentionMatrix after = Samples.causal(12, 2);
        Difference difference = Samples.difference(tokens, before, after);
        for (Shading.Range range : Shading.Range.values()) {
            Shading shading = new Shading(ColorScale.LINEAR, range, 0);
            DifferenceFigure figure = figure(difference, OPTIONS.with(theme).with(shading));
            BufferedImage image = Pictures.image(figure, 1);
            for (int query = 0; query < 12; query++) {
                float most = 0;
                for (int key = 0; key < 12; key++) {
                    most = Math.max(most, Math.abs(difference.matrix().get(query, key)));
                }
                double top =
                        switch (range) {
                            case UNIT -> 1;
                            case PICTURE -> difference.matrix().extent();
                            case ROW -> most > 0 ? most : 1;
                        };
                for (int key = 0; key < 12; key++) {
                    int color = pixel(image, figure, query, key);
                    if (key > query) {
                        assertThat(color).isEqualTo(theme.masked());
                    } else {
                        assertThat(position(color, theme) * top)
                                .as("query %d, key %d", query, key)
                                .isCloseTo(
                                        after.probability(query, key)
                                                - before.probability(query, key),
                                        offset(0.005 * top + 0.002));
                    }
                }
            }
        }
    }

    /** The place on the ramp, −1 to 1, whose colour is nearest. */
    private static double position(int color, Theme theme) {
        double best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = -2000; i <= 2000; i++) {
            int other = DivergingRamp.color(theme, i / 2000.0);
            int distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int d = ((color >> shift) & 0xff) - ((other >> shift) & 0xff);
                distance += d * d;
            }
            if (distance < least) {
                least = distance;
                best = i / 2000.0;
            }
        }
        return best;
    }

    private static int pixel(BufferedImage image, DifferenceFigure figure, int query, int key) {
        HeatmapLayout layout = figure.layout();
        return Pictures.color(
                image,
                1,
                layout.left() + (key + 0.5) * layout.mesh().cellWidth(),
                layout.top() + (query + 0.5) * layout.mesh().cellHeight());
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void leavesNoDifferenceInTheColourOfThePage(Theme theme) {
        assertThat(DivergingRamp.color(theme, 0)).isEqualTo(theme.background());
    }

    @Test
    void showsTheLargestChangeOfTheTokensInACell() {
        int size = 2000;
        List<Token> tokens = Samples.tokens(Samples.ENGLISH, size);
        float[] change = new float[size * size];
        change[1500 * size + 1000] = .2f;
        change[1501 * size + 1001] = -1;
        Difference difference =
                new Difference("t", new SignedMatrix(change, size, size), tokens, tokens, "a", "b");
        DifferenceFigure figure = figure(difference, OPTIONS);
        BufferedImage image = Pictures.image(figure, 1);
        assertThat(pixel(image, figure, 750, 500)).isEqualTo(DivergingRamp.color(Theme.LIGHT, -1));
        assertThat(pixel(image, figure, 750, 501)).isEqualTo(Theme.LIGHT.background());
        assertThat(pixel(image, figure, 750, 751)).isEqualTo(Theme.LIGHT.masked());
    }

    @Test
    void saysWhichColourIsMoreInWhichCapture() {
        Difference difference =
                new Difference(
                        "t",
                        new SignedMatrix(new float[] {.4f}, 1, 1),
                        Samples.tokens(List.of("a")),
                        Samples.tokens(List.of("a")),
                        "first",
                        "second");
        assertThat(Pictures.texts(figure(difference, OPTIONS)))
                .contains("more in “first”", "more in “second”", "+1", "−1", "0");
        assertThat(
                        Pictures.texts(
                                figure(
                                        difference,
                                        OPTIONS.with(Shading.DEFAULT.with(Shading.Range.PICTURE)))))
                .contains("+0.4", "−0.4");
    }

    @Test
    void saysItInWords() {
        List<Token> tokens = Samples.tokens(List.of("a", " cat"));
        float[] change = {0, 0, .3f, -.3f};
        Difference difference =
                new Difference("t", new SignedMatrix(change, 2, 2), tokens, tokens, "x", "y");
        assertThat(figure(difference, OPTIONS).description())
                .contains("“y” less “x”", "query 1 “cat”, key 0 “a”, +0.30");
        assertThat(figure(difference, OPTIONS.with(Language.ZH)).description()).contains("“y”减“x”");
    }

    private static DifferenceFigure figure(Difference difference, RenderOptions options) {
        return (DifferenceFigure) Figures.of(difference, options);
    }
}
