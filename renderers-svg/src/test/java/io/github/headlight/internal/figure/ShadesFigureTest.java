package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.Theme;
import io.github.headlight.view.TokenMatrix;
import io.github.headlight.view.TokenShades;
import io.github.headlight.view.TokenShades.Direction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

class ShadesFigureTest {
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;
    private static final float[] VALUES = {
        1, 0, 0, 0, .3f, .7f, 0, 0, .05f, .86f, .09f, 0, 1, 0, 0, 0
    };
    private static final List<Token> TOKENS = Samples.tokens(List.of("a", " cat", " sat", " down"));

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 40, 160, 512, 2000})
    void keepsAllTextApartAndWithinThePicture(int size) {
        for (List<String> texts : List.of(Samples.ENGLISH, Samples.CHINESE, Samples.MIXED)) {
            List<Token> tokens = Samples.tokens(texts, size);
            TokenMatrix links =
                    size <= 512
                            ? Samples.causal(tokens, 1)
                            : TokenMatrix.of(
                                    AttentionMatrix.of(
                                            FloatBuffer.wrap(new float[size * size]), size, size),
                                    tokens,
                                    tokens);
            TokenShades view = new TokenShades("Layer 1", tokens, links, size / 2, Direction.READS);
            Pictures.assertReadable(Figures.of(view, OPTIONS));
        }
        TokenShades view =
                Samples.shades(
                        Samples.tokens(Samples.CHINESE, Math.min(size, 512)), 0, Direction.READ_BY);
        Pictures.assertReadable(Figures.of(view, OPTIONS.with(Language.ZH).withFontSize(6)));
        Pictures.assertReadable(Figures.of(view, OPTIONS.with(Language.ZH).withFontSize(24)));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void shadesWhatTheChosenTokenReads(Theme theme) {
        ShadesFigure figure = figure(view(Lens.PLAIN, 2, Direction.READS), OPTIONS.with(theme));
        assertColors(figure, theme, .05, .86, .09, -1);
        assertThat(Pictures.texts(figure))
                .contains("What “sat” (token 2) looks at", "future, masked");
    }

    @Test
    void shadesTheTokensThatReadTheChosenOne() {
        ShadesFigure figure = figure(view(Lens.PLAIN, 1, Direction.READ_BY), OPTIONS);
        assertColors(figure, Theme.LIGHT, -1, .7, .86, 0);
        assertThat(Pictures.texts(figure))
                .contains("What looks at “cat” (token 1)", "cannot see it");
    }

    @Test
    void saysWhatBecameOfTheSinkAndHatchesIt() {
        Lens lens = Lens.PLAIN.with(Sink.RENORMALISED);
        ShadesFigure figure = figure(view(lens, 2, Direction.READS), OPTIONS);
        assertColors(figure, Theme.LIGHT, Double.NaN, .86 / .95, .09 / .95, -1);
        assertThat(Pictures.texts(figure)).contains("first token, left out");
    }

    @Test
    void endsTheRampAtTheLargestShadeIfTheRangeSaysSo() {
        Shading shading = new Shading(ColorScale.LINEAR, Shading.Range.PICTURE, .06);
        ShadesFigure figure = figure(view(Lens.PLAIN, 2, Direction.READS), OPTIONS.with(shading));
        BufferedImage image = Pictures.image(figure, 1);
        assertThat(corner(image, figure, 0)).isEqualTo(Theme.LIGHT.background());
        assertThat(corner(image, figure, 1)).isEqualTo(ColorMap.BLUE.color(Theme.LIGHT, 1));
    }

    /** Negative: masked; NaN: hatched, of no single colour. */
    private static void assertColors(ShadesFigure figure, Theme theme, double... weights) {
        BufferedImage image = Pictures.image(figure, 1);
        for (int i = 0; i < weights.length; i++) {
            if (Double.isNaN(weights[i])) {
                continue;
            }
            int expected =
                    weights[i] < 0
                            ? theme.masked()
                            : ColorMap.BLUE.color(theme, ColorScale.DEFAULT.position(weights[i]));
            assertThat(Goldens.difference(corner(image, figure, i), expected))
                    .as("token %d", i)
                    .isLessThanOrEqualTo(2);
        }
    }

    /** A place in a token's box where neither text nor outline is. */
    private static int corner(BufferedImage image, ShadesFigure figure, int token) {
        TextFlow.Box box = figure.text().boxes().get(token);
        double x = Page.MARGIN + box.x() + box.width() / 2;
        return Pictures.color(image, 1, x, figure.top() + box.y() + 2);
    }

    @Test
    void breaksLinesAtLineEndsAndBeforeWords() {
        List<Token> tokens =
                Samples.tokens(
                        List.of("One", " two", ".\n", "un", "believ", "ably", " so", "\n\n", "x"));
        List<TextFlow.Box> boxes = flow(tokens, 100).boxes();
        assertThat(boxes.get(2).y()).isEqualTo(boxes.get(0).y());
        assertThat(boxes.get(3).x()).isZero();
        assertThat(boxes.get(3).y()).isGreaterThan(boxes.get(2).y());
        assertThat(boxes.get(5).y()).isEqualTo(boxes.get(3).y());
        assertThat(boxes.get(8).x()).isZero();

        List<TextFlow.Box> narrow =
                flow(Samples.tokens(List.of("It", " was", " un", "believ", "ably", ",")), 90)
                        .boxes();
        assertThat(narrow.get(2).x()).isZero();
        assertThat(narrow).filteredOn(box -> box.y() == narrow.get(2).y()).hasSize(4);
    }

    @Test
    void breaksWordsThatAreWiderThanALine() {
        List<Token> tokens = Samples.tokens(List.of("abcdefgh"), 400);
        TextFlow flow = flow(tokens, 200);
        assertThat(flow.width()).isLessThanOrEqualTo(200);
        assertThat(flow.boxes()).hasSize(400);
    }

    @Test
    void cutsLongTokensAndKeepsAllOfThemForReadersWhoPointAtThem() {
        List<Token> tokens = Samples.tokens(List.of("a", " " + "x".repeat(10_000)));
        ShadesFigure figure = figure(Samples.shades(tokens, 1, Direction.READS), OPTIONS);
        assertThat(figure.size().width()).isLessThan(800);
        assertThat(RecordingCanvas.linesOf(figure))
                .extracting(TextLine::full)
                .contains("x".repeat(10_000));
    }

    @Test
    void keepsWhitespaceVisible() {
        List<Token> tokens = Samples.tokens(List.of("a", "\n", "    ", "\t", " "));
        ShadesFigure figure = figure(Samples.shades(tokens, 0, Direction.READ_BY), OPTIONS);
        assertThat(Pictures.texts(figure)).contains("↵", "····", "⇥", "·");
    }

    @Test
    void showsASplitCharacterOnce() {
        List<Token> tokens = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            tokens.add(
                    new Token(
                            part - 1,
                            0,
                            TokenRole.PROMPT,
                            part - 1,
                            part,
                            "苹",
                            "苹 " + part + "/3",
                            part,
                            3));
        }
        ShadesFigure figure = figure(Samples.shades(tokens, 2, Direction.READS), OPTIONS);
        assertThat(Pictures.texts(figure)).contains("苹", "2/3", "3/3");
        assertThat(RecordingCanvas.linesOf(figure)).extracting(TextLine::full).contains("苹 2/3");
    }

    @Test
    void setsTemplateAndAnswerApart() {
        List<Token> tokens = new ArrayList<>();
        tokens.addAll(Samples.in(TokenRole.TEMPLATE, TOKENS.subList(0, 1)));
        tokens.addAll(TOKENS.subList(1, 3));
        tokens.addAll(Samples.in(TokenRole.GENERATED, TOKENS.subList(3, 4)));
        TokenShades view =
                new TokenShades(
                        "t", tokens, TokenMatrix.of(matrix(), tokens, tokens), 3, Direction.READS);
        assertThat(String.join(" ", Pictures.texts(figure(view, OPTIONS))))
                .contains("pale text: chat template", "underlined: written by the model");
        TokenShades plain = view(Lens.PLAIN, 3, Direction.READS);
        assertThat(String.join(" ", Pictures.texts(figure(plain, OPTIONS))))
                .doesNotContain("pale text", "underlined");
        assertThat(Pictures.svg(view, OPTIONS)).isNotEqualTo(Pictures.svg(plain, OPTIONS));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void writesTextThatCanBeReadOnEveryShade(Theme theme) {
        for (ColorMap map : ColorMap.values()) {
            Ink ink = new Ink(OPTIONS.with(theme).with(map));
            for (int i = 0; i <= 100; i++) {
                int beneath = ink.ramp(i / 100.0);
                int text = Ink.on(beneath, ink.text(11).color()).getRGB();
                assertThat(contrast(text, beneath)).isGreaterThan(4.4);
            }
        }
    }

    private static double contrast(int a, int b) {
        double la = luminance(a) + .05;
        double lb = luminance(b) + .05;
        return Math.max(la, lb) / Math.min(la, lb);
    }

    private static double luminance(int color) {
        double sum = 0;
        double[] weights = {.0722, .7152, .2126};
        for (int i = 0; i < 3; i++) {
            double part = ((color >> (8 * i)) & 0xff) / 255.0;
            sum +=
                    weights[i]
                            * (part <= .04045
                                    ? part / 12.92
                                    : Math.pow((part + .055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void staysSmall() {
        List<Token> tokens = Samples.tokens(Samples.ENGLISH, 1000);
        TokenShades view = Samples.shades(tokens, 999, Direction.READS);
        assertThat(Pictures.svg(view, OPTIONS).length()).isLessThan(120_000);
    }

    @Test
    void saysItInWords() {
        TokenShades view = view(Lens.PLAIN, 2, Direction.READS);
        assertThat(figure(view, OPTIONS).description())
                .contains(
                        "What “sat” (token 2) looks at.",
                        "Most attention: 1 “cat” (0.86), 2 “sat” (0.09), 0 “a” (0.05).");
        assertThat(figure(view, OPTIONS.with(Language.ZH)).description())
                .contains("“sat”（词元 2）在看什么。", "1 “cat” (0.86)");
    }

    private static TextFlow flow(List<Token> tokens, double width) {
        return new TextFlow(tokens, width, 10, new Ink(OPTIONS));
    }

    private static AttentionMatrix matrix() {
        return AttentionMatrix.of(FloatBuffer.wrap(VALUES), 4, 4);
    }

    private static TokenShades view(Lens lens, int chosen, Direction direction) {
        TokenMatrix links = TokenMatrix.of(matrix(), TOKENS, TOKENS);
        return new TokenShades("t", TOKENS, links.through(lens), chosen, direction);
    }

    private static ShadesFigure figure(TokenShades view, RenderOptions options) {
        return (ShadesFigure) Figures.of(view, options);
    }
}
