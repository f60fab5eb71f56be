package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.analysis.profile.Pattern;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

class ProfileFigureTest {
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;

    @ParameterizedTest
    @CsvSource({"28, 28, 4", "30, 9, 3", "4, 6, 2", "1, 1, 1", "80, 64, 8", "160, 2, 1"})
    void keepsAllTextApartAndWithinThePicture(int layers, int heads, int kvHeads) {
        List<String> names =
                IntStream.range(0, layers * heads)
                        .mapToObj(i -> List.of("previous token", "sink", "induction").get(i % 3))
                        .toList();
        for (List<String> named : List.of(List.<String>of(), names)) {
            Profile profile = Samples.profile(layers, heads, kvHeads, named);
            Pictures.assertReadable(Figures.of(profile, OPTIONS));
            RenderOptions other = OPTIONS.with(Language.ZH).withCellValues(true);
            Pictures.assertReadable(Figures.of(profile, other.withFontSize(24)));
        }
    }

    @ParameterizedTest
    @EnumSource(Shading.Range.class)
    void coloursEachHeadByItsValue(Shading.Range range) {
        Profile profile = Samples.profile(4, 6, 2, List.of());
        HeadValues values = profile.values();
        Shading shading = new Shading(ColorScale.LINEAR, range, 0);
        ProfileFigure figure = figure(profile, OPTIONS.with(shading));
        BufferedImage image = Pictures.image(figure, 1);
        for (int layer = 0; layer < 4; layer++) {
            double rowMost = 0;
            for (int head = 0; head < 6; head++) {
                double value = values.get(layer, head);
                rowMost = Double.isNaN(value) ? rowMost : Math.max(rowMost, value);
            }
            double top =
                    switch (range) {
                        case UNIT -> 4;
                        case PICTURE -> values.max();
                        case ROW -> rowMost;
                    };
            for (int head = 0; head < 6; head++) {
                double value = values.get(layer, head);
                int expected =
                        Double.isNaN(value)
                                ? Theme.LIGHT.masked()
                                : ColorMap.BLUE.color(Theme.LIGHT, value / top);
                double x = figure.layout().left() + figure.shape().x(head) + 1.5;
                double y = figure.layout().top() + figure.shape().y(layer) + 1.5;
                assertThat(Goldens.difference(Pictures.color(image, 1, x, y), expected))
                        .as("layer %d, head %d", layer, head)
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void writesValuesWhereThereIsRoom() {
        Profile profile =
                new Profile(
                        "t", "share", new HeadValues(1, 2, i -> .25 + i / 2.0), 1, 1, List.of());
        assertThat(Pictures.texts(figure(profile, OPTIONS))).contains("0.25", "0.75");
        Profile wide = Samples.profile(28, 28, 4, List.of());
        RenderOptions large = OPTIONS.withFontSize(20);
        assertThat(figure(wide, large).shape().cellWidth()).isLessThan(30);
        assertThat(figure(wide, large.withCellValues(true)).shape().cellWidth()).isGreaterThan(30);
    }

    @Test
    void hatchesWhatIsNotDefinedAndSaysSo() {
        Profile profile = Samples.profile(4, 6, 2, List.of());
        assertThat(Pictures.texts(figure(profile, OPTIONS))).contains("not defined");
        Profile all = new Profile("t", "share", new HeadValues(1, 2, i -> .5), 1, 1, List.of());
        assertThat(Pictures.texts(figure(all, OPTIONS))).doesNotContain("not defined");
        Profile none =
                new Profile("t", "share", new HeadValues(1, 2, i -> Double.NaN), 1, 1, List.of());
        Pictures.assertReadable(
                figure(none, OPTIONS.with(Shading.DEFAULT.with(Shading.Range.PICTURE))));
    }

    @Test
    void namesHeadsByCodesThatTheLegendExplains() {
        Profile profile =
                new Profile(
                        "t",
                        "share",
                        new HeadValues(1, 4, i -> .5),
                        1,
                        2,
                        List.of("sink", "previous token", "separator", "sink"));
        ProfileFigure figure = figure(profile, OPTIONS);
        assertThat(Pictures.texts(figure))
                .contains("SI", "PT", "SE", "SI: sink, 2 heads", "SE: separator, 1 head");
        assertThat(RecordingCanvas.linesOf(figure))
                .extracting(TextLine::full)
                .contains("separator, 0.50");
    }

    /** Pictures of two captures lie side by side: a code must mean the same in both. */
    @Test
    void aPatternHasTheSameCodeInEveryPicture() {
        List<String> patterns =
                Arrays.stream(Pattern.values()).map(p -> p.key().replace('_', ' ')).toList();
        HeadCodes all = new HeadCodes(patterns);
        for (String pattern : patterns) {
            assertThat(new HeadCodes(List.of(pattern)).code(pattern)).isEqualTo(all.code(pattern));
        }
    }

    @Test
    void choosesCodesThatDiffer() {
        List<String> names =
                List.of("a b", "ab", "a-b", "A B", "abc", "abcd", "", "??", "局部窗口", "局部");
        HeadCodes codes = new HeadCodes(names);
        assertThat(names.stream().map(codes::code).toList())
                .doesNotHaveDuplicates()
                .allMatch(code -> code.length() <= 3);
    }

    @Test
    void saysItInWords() {
        Profile profile =
                new Profile("t", "share", new HeadValues(1, 3, i -> .25 * i), 1, 1, List.of());
        assertThat(figure(profile, OPTIONS).description())
                .contains("Largest: Layer 0 · Head 2 with 0.50", "Smallest: Layer 0 · Head 0");
        assertThat(figure(profile, OPTIONS.with(Language.ZH)).description())
                .contains("最大：层 0 · 头 2，0.50");
    }

    private static ProfileFigure figure(Profile profile, RenderOptions options) {
        return (ProfileFigure) Figures.of(profile, options);
    }
}
