package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class LinksFigureTest {
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;
    private static final Pattern STEP =
            Pattern.compile("([Mmhc])((?:[ ]?-?(?:\\d+\\.?\\d*|\\.\\d+))+)");
    private static final Pattern NUMBER = Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)");

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 40, 71, 160, 512})
    void keepsAllTextApartAndWithinThePicture(int size) {
        for (List<String> texts : List.of(Samples.ENGLISH, Samples.CHINESE, Samples.MIXED)) {
            List<Token> tokens = Samples.tokens(texts, size);
            Pictures.assertReadable(Figures.of(Samples.links(tokens, 3), OPTIONS));
        }
        HeadLinks links = Samples.links(Samples.tokens(Samples.CHINESE, size), 8);
        Pictures.assertReadable(Figures.of(links, OPTIONS.with(Language.ZH).withFontSize(6)));
        Pictures.assertReadable(Figures.of(links, OPTIONS.with(Language.ZH).withFontSize(24)));
    }

    @Test
    void labelsAllTokensWhileThereIsRoomAndThenThoseOfStrongLinks() {
        List<Token> tokens = Samples.tokens(Samples.ENGLISH, 160);
        assertThat(labels(Samples.links(tokens, 1), "harbour")).isEqualTo(2 * 16);

        float[] values = new float[600 * 600];
        values[333 * 600 + 113] = 1;
        values[334 * 600 + 114] = .3f;
        List<Token> many = Samples.tokens(Samples.ENGLISH, 600);
        List<String> texts =
                Pictures.texts(
                        Figures.of(
                                new HeadLinks(
                                        "one",
                                        List.of(
                                                new HeadLinks.Named(
                                                        "one",
                                                        TokenMatrix.of(
                                                                AttentionMatrix.of(
                                                                        FloatBuffer.wrap(values),
                                                                        600,
                                                                        600),
                                                                many,
                                                                many)))),
                                OPTIONS));
        assertThat(texts).contains("333", "113").doesNotContain("334", "114");
    }

    private static long labels(HeadLinks links, String text) {
        return Pictures.texts(Figures.of(links, OPTIONS)).stream().filter(text::equals).count();
    }

    /** Reads lines back: from their height the query, to their height the key, width p. */
    @Test
    void drawsALineFromAQueryToAKeyAsWideAsItsProbability() throws Exception {
        float[] values = {1, 0, 0, .3f, .7f, 0, .05f, .86f, .09f};
        for (ColorScale scale : List.of(ColorScale.DEFAULT, ColorScale.LINEAR)) {
            RenderOptions options = OPTIONS.with(OPTIONS.shading().with(scale));
            HeadLinks links = links(values, Lens.PLAIN);
            LinksFigure figure = (LinksFigure) Figures.of(links, options);
            Map<String, Double> found = new HashMap<>();
            var svg = Pictures.parse(Pictures.svg(links, options));
            for (Element path : Pictures.elements(svg, "path")) {
                String width = Pictures.attribute(path, "stroke-width");
                for (double[] line : lines(path.getAttribute("d"))) {
                    found.put(
                            row(figure, line[0]) + " " + row(figure, line[1]),
                            width.isEmpty() ? 1 : Double.parseDouble(width));
                }
            }
            for (int i = 0; i < 9; i++) {
                String link = i / 3 + " " + i % 3;
                if (values[i] == 0) {
                    assertThat(found).doesNotContainKey(link);
                } else {
                    LinkInk lines = figure.lines();
                    double thinnest = lines.width(0);
                    double position = (found.get(link) - thinnest) / (lines.widest() - thinnest);
                    assertThat(position)
                            .as(link)
                            .isCloseTo(scale.position(values[i]), offset(1.0 / Links.LEVELS));
                }
            }
        }
    }

    /** {@return where lines begin and end: heights} */
    private static List<double[]> lines(String data) {
        List<double[]> lines = new ArrayList<>();
        double y = 0;
        Matcher steps = STEP.matcher(data);
        while (steps.find()) {
            double[] numbers =
                    NUMBER.matcher(steps.group(2))
                            .results()
                            .mapToDouble(number -> Double.parseDouble(number.group()))
                            .toArray();
            double before = y;
            switch (steps.group(1)) {
                case "M" -> y = numbers[1];
                case "m" -> y += numbers[1];
                case "c" -> y += numbers[5];
                default -> {}
            }
            if (!steps.group(1).equalsIgnoreCase("m")) {
                lines.add(new double[] {before, y});
            }
        }
        return lines;
    }

    private static int row(LinksFigure figure, double y) {
        return (int) Math.floor((y - figure.layout().top()) / figure.layout().pitch());
    }

    @Test
    void drawsTheStrongestAndSaysFromWhichProbability() {
        List<Token> tokens = Samples.tokens(Samples.ENGLISH, 100);
        HeadLinks heads = Samples.links(tokens, 1);
        Links links = Links.of(heads, Shading.DEFAULT);
        assertThat(links.drawn()).hasSize(Links.MOST).isSortedAccordingTo(Link.WEAKEST_FIRST);
        long stronger = 0;
        for (int q = 0; q < 100; q++) {
            for (float p : heads.heads().get(0).links().matrix().row(q)) {
                stronger += p > links.least() ? 1 : 0;
            }
        }
        assertThat(stronger).isLessThan(Links.MOST);
        assertThat(links.seen()).isGreaterThan(Links.MOST);
        assertThat(String.join(" ", Pictures.texts(Figures.of(heads, OPTIONS))))
                .contains("the strongest 1,000", "p = " + Tick.decimal(links.least()));
    }

    @Test
    void drawsNothingBelowTheThreshold() {
        float[] values = {1, 0, 0, .3f, .7f, 0, .05f, .86f, .09f};
        Links links = Links.of(links(values, Lens.PLAIN), Shading.DEFAULT.withThreshold(.3));
        assertThat(links.drawn()).extracting(Link::probability).containsExactly(.3f, .7f, .86f, 1f);
        assertThat(
                        Pictures.texts(
                                Figures.of(
                                        links(values, Lens.PLAIN),
                                        OPTIONS.with(Shading.DEFAULT.withThreshold(.3)))))
                .contains("below 0.3 not drawn", "4 links, from p = 0.3");
    }

    @Test
    void saysWhatBecameOfTheSink() {
        float[] values = {1, 0, 0, .3f, .7f, 0, .05f, .86f, .09f};
        HeadLinks links = links(values, Lens.PLAIN.with(Sink.RENORMALISED));
        assertThat(Links.of(links, Shading.DEFAULT).drawn()).noneMatch(link -> link.key() == 0);
        assertThat(Pictures.texts(Figures.of(links, OPTIONS))).contains("first token, left out");
    }

    @Test
    void givesEachHeadAColourAndItsName() {
        LinksFigure figure =
                (LinksFigure)
                        Figures.of(Samples.links(Samples.tokens(Samples.ENGLISH, 8), 8), OPTIONS);
        assertThat(RecordingCanvas.linesOf(figure))
                .extracting(TextLine::text)
                .contains("Layer 3 · Head 0", "Layer 3 · Head 7");
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7))
                .extracting(head -> figure.lines().full(head))
                .doesNotHaveDuplicates();
    }

    @Test
    void placesQueriesBesideTheirOwnKeys() {
        List<Token> tokens = Samples.tokens(Samples.ENGLISH, 10);
        TokenMatrix last =
                TokenMatrix.of(
                        AttentionMatrix.of(FloatBuffer.wrap(new float[20]), 2, 10),
                        tokens.subList(8, 10),
                        tokens);
        LinksFigure figure =
                (LinksFigure)
                        Figures.of(
                                new HeadLinks("last", List.of(new HeadLinks.Named("last", last))),
                                OPTIONS);
        assertThat(figure.layout().queryY(1)).isEqualTo(figure.layout().keyY(9));
    }

    @Test
    void staysSmall() {
        HeadLinks links = Samples.links(Samples.tokens(Samples.ENGLISH, 512), 8);
        assertThat(Pictures.svg(links, OPTIONS).length()).isLessThan(150_000);
    }

    @Test
    void saysItInWords() {
        float[] values = {1, 0, 0, .3f, .7f, 0, .05f, .86f, .09f};
        assertThat(Figures.of(links(values, Lens.PLAIN), OPTIONS).description())
                .contains(
                        "3 query tokens at left", "query 2 “sat” reads key 1 “cat” with p = 0.86");
        assertThat(Figures.of(links(values, Lens.PLAIN), OPTIONS.with(Language.ZH)).description())
                .contains("查询 2 “sat” 读键 1 “cat”");
    }

    private static HeadLinks links(float[] values, Lens lens) {
        List<Token> tokens = Samples.tokens(List.of("a", " cat", " sat"));
        TokenMatrix matrix =
                TokenMatrix.of(AttentionMatrix.of(FloatBuffer.wrap(values), 3, 3), tokens, tokens);
        return new HeadLinks(
                "Layer 0 · Head 0",
                List.of(new HeadLinks.Named("Layer 0 · Head 0", matrix.through(lens))));
    }
}
