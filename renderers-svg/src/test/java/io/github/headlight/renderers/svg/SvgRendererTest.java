package io.github.headlight.renderers.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.internal.figure.Goldens;
import io.github.headlight.render.Length;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Theme;
import io.github.headlight.view.TokenMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

class SvgRendererTest extends RendererContractTest {
    private static final List<String> TEXTS =
            List.of("The", " quick", " fox", "es", "\n", "苹果", "</script>", "&<>\"'", "🍎", "]]>");

    @Override
    protected Renderer renderer() {
        return new SvgRenderer();
    }

    @Test
    void writesTheSameFileOnEveryMachine() throws IOException {
        Goldens.check("heatmap", heatmap(TEXTS), RenderOptions.DEFAULT);
    }

    @Test
    void doesNotDependOnLocaleOrTime() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        String before = svg(heatmap(TEXTS), Theme.LIGHT);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(svg(heatmap(TEXTS), Theme.LIGHT)).isEqualTo(before);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void namesItselfToReadersWhoDoNotSeeIt() throws Exception {
        Element svg = parse(svg(heatmap(TEXTS), Theme.LIGHT)).getDocumentElement();

        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("viewBox"))
                .isEqualTo("0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height"));
        NodeList children = svg.getElementsByTagName("*");
        assertThat(children.item(0).getNodeName()).isEqualTo("title");
        assertThat(children.item(0).getTextContent()).isEqualTo("Layer 0 · Head 0");
        assertThat(children.item(1).getNodeName()).isEqualTo("desc");
        assertThat(children.item(1).getTextContent()).contains("10 query tokens");
    }

    @Test
    void hasTheWidthThatAPageWants() throws Exception {
        RenderOptions options = RenderOptions.DEFAULT.withWidth(new Length(85, Length.Unit.MM));
        Element svg = parse(svg(heatmap(TEXTS), options)).getDocumentElement();
        Element plain = parse(svg(heatmap(TEXTS), RenderOptions.DEFAULT)).getDocumentElement();
        assertThat(svg.getAttribute("width")).isEqualTo("85mm");
        assertThat(svg.getAttribute("height")).endsWith("mm");
        assertThat(svg.getAttribute("viewBox")).isEqualTo(plain.getAttribute("viewBox"));
        double ratio =
                Double.parseDouble(plain.getAttribute("height"))
                        / Double.parseDouble(plain.getAttribute("width"));
        assertThat(Double.parseDouble(svg.getAttribute("height").replace("mm", "")))
                .isCloseTo(85 * ratio, offset(0.01));
    }

    @Test
    void drawsWithoutFonts() throws Exception {
        RenderOptions options = RenderOptions.DEFAULT.withOutlines(true);
        String svg = svg(heatmap(TEXTS), options);
        assertThat(texts(parse(svg))).isEmpty();
        assertThat(parse(svg).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Layer 0 · Head 0");
        assertThat(svg(heatmap(TEXTS), options)).isEqualTo(svg);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void hasARealBackgroundInItsTheme(Theme theme) throws Exception {
        Element background =
                (Element) parse(svg(heatmap(TEXTS), theme)).getElementsByTagName("rect").item(0);
        assertThat(background.getAttribute("fill"))
                .isEqualTo(theme == Theme.LIGHT ? "white" : "#0f1318");
        assertThat(background.getAttribute("width"))
                .isEqualTo(((Element) background.getParentNode()).getAttribute("width"));
    }

    @Test
    void writesTextAsTextAndChineseAsChinese() throws Exception {
        assertThat(texts(parse(svg(heatmap(TEXTS), Theme.LIGHT))))
                .contains("quick", "‐es", "↵", "苹果", "🍎", "</script>", "&<>\"'", "]]>");
    }

    @Test
    void roundsCoordinatesAndLeavesOutWhatVaries() {
        String svg = svg(heatmap(TEXTS), Theme.LIGHT);
        assertThat(Pattern.compile("\\d\\.\\d{3}").matcher(svg).find()).isFalse();
        assertThat(svg).doesNotContain("<!--", "Batik", "stroke-miterlimit", "Dialog");
    }

    @Test
    void keepsHostileTextHarmless() throws Exception {
        List<String> hostile =
                List.of(
                        "]]>",
                        "</svg><script>alert(1)</script>",
                        "\" onload=\"alert(1)",
                        "&#0;&lt;",
                        "\uD800",
                        "\uDFFF\uD800",
                        "\uFFFE\uFFFF",
                        "\u0000\u0001\u001F\u007F",
                        "\u0085\r",
                        "\u202Eevil",
                        "a" + "\u0301".repeat(5_000),
                        "x".repeat(100_000));
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < hostile.size(); i++) {
            String text = hostile.get(i);
            tokens.add(new Token(i, i, TokenRole.PROMPT, 0, 0, text, text, 1, 1));
        }
        Heatmap sample = heatmap(hostile.stream().map(text -> "x").toList());
        Heatmap heatmap =
                new Heatmap(
                        "<b>\u0000\uD800\n" + "t".repeat(1000),
                        TokenMatrix.of(sample.cells().matrix(), tokens, tokens));

        Document parsed = parse(svg(heatmap, Theme.LIGHT));

        assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg(heatmap, Theme.LIGHT)).doesNotContain("onload=\"");
        assertThat(svg(heatmap, Theme.LIGHT)).doesNotContain("\u202E", "\u007F", "\u0085", "\r");
        assertThat(texts(parsed)).contains("]]>", "\uFFFD", "\uFFFD\uFFFD");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        new PngRenderer().render(heatmap, RenderOutput.stream(png));
        assertThat(ImageIO.read(new ByteArrayInputStream(png.toByteArray()))).isNotNull();
    }

    @Test
    void saysInATitleWhatIsCut() throws Exception {
        String longest = "antidisestablishmentarianismologists";
        Document svg = parse(svg(heatmap(List.of("a", " " + longest, " b")), Theme.LIGHT));
        assertThat(texts(svg)).doesNotContain(longest);
        NodeList titles = svg.getElementsByTagName("title");
        assertThat(titles.getLength()).isEqualTo(3);
        assertThat(titles.item(1).getTextContent()).isEqualTo(longest);
    }

    @Test
    void embedsManyCellsAsAnImageWithOnePixelEach() throws Exception {
        Document svg = parse(svg(heatmap(words(200)), Theme.LIGHT));
        Element image = (Element) svg.getElementsByTagName("image").item(0);
        String href = image.getAttribute("xlink:href");
        assertThat(href).startsWith("data:image/png;base64,");
        assertThat(image.getAttribute("style")).isEqualTo("image-rendering:pixelated");
        byte[] png = Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1));
        var pixels = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(pixels.getWidth()).isEqualTo(200);
        assertThat(pixels.getHeight()).isEqualTo(200);
        assertThat(pixels.getRGB(199, 0) & 0xffffff).isEqualTo(Theme.LIGHT.masked());
        assertThat(pixels.getRGB(0, 0) & 0xffffff).isEqualTo(ColorMap.BLUE.color(Theme.LIGHT, 1));
    }

    @Test
    void paintsFewCellsAsShapesWithSharpEdges() throws Exception {
        String svg = svg(heatmap(words(40)), Theme.LIGHT);
        assertThat(svg).doesNotContain("<image").contains("shape-rendering=\"crispEdges\"");
        assertThat(svg).contains("fill=\"#eceff2\"");
    }

    @Test
    void staysSmall() {
        assertThat(svg(heatmap(words(12)), Theme.LIGHT).length()).isLessThan(20_000);
        assertThat(svg(heatmap(words(40)), Theme.LIGHT).length()).isLessThan(45_000);
        assertThat(svg(heatmap(words(120)), Theme.LIGHT).length()).isLessThan(180_000);
        assertThat(svg(heatmap(words(512)), Theme.LIGHT).length()).isLessThan(300_000);
    }

    private static Heatmap heatmap(List<String> texts) {
        return Heatmap.ofHead(sample(1, 1, texts), 0, 0);
    }

    private static List<String> words(int size) {
        return IntStream.range(0, size).mapToObj(i -> " word" + i).toList();
    }

    private String svg(Heatmap heatmap, Theme theme) {
        return svg(heatmap, RenderOptions.DEFAULT.with(theme));
    }

    private String svg(Heatmap heatmap, RenderOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        renderer().render(heatmap, options, RenderOutput.stream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg) {
        NodeList elements = svg.getElementsByTagName("text");
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> elements.item(i).getTextContent())
                .toList();
    }
}
