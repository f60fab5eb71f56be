package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Difference;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;
import io.github.headlight.view.TokenShades;
import io.github.headlight.view.TokenShades.Direction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

class AllFiguresTest {
    private static final RenderOptions OPTIONS = RenderOptions.DEFAULT;

    /** Views of what nobody made harmless. */
    static Stream<AttentionView> hostile() {
        String title = "<b>\u0000\uD800\n" + "t".repeat(1000);
        List<Token> tokens = Samples.raw(Samples.HOSTILE);
        int size = tokens.size();
        Difference change = Samples.difference(tokens);
        return Stream.of(
                new HeadLinks(
                        title,
                        List.of(
                                new HeadLinks.Named(title, Samples.causal(tokens, 1)),
                                new HeadLinks.Named("]]>", Samples.causal(tokens, 2)))),
                Samples.shades(tokens, size - 1, Direction.READS),
                Samples.shades(tokens, 0, Direction.READ_BY),
                new Difference(title, change.matrix(), tokens, tokens, title, "&#0;"),
                new Profile(
                        title,
                        title,
                        new HeadValues(1, size, i -> i / (double) size),
                        1,
                        1,
                        Samples.HOSTILE));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void keepsHostileTextHarmlessAndReadable(AttentionView view) throws Exception {
        String svg = Pictures.svg(view, OPTIONS);
        Document parsed = Pictures.parse(svg);
        for (Element element : Pictures.elements(parsed, "*")) {
            assertThat(element.getTagName())
                    .isIn("svg", "title", "desc", "g", "path", "rect", "line", "text", "image");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name).doesNotStartWith("on");
                if (name.endsWith("href")) {
                    assertThat(element.getAttribute(name)).startsWith("data:image/png;base64,");
                }
            }
        }
        Figure figure = Figures.of(view, OPTIONS);
        assertThat(figure.size().width()).isLessThan(2000);
        Pictures.assertReadable(figure);
        assertThat(Pictures.image(figure, 0.5)).isNotNull();
    }

    static Stream<AttentionView> plain() {
        List<Token> tokens = Samples.tokens(Samples.MIXED, 20);
        return Stream.of(
                Samples.links(tokens, 3),
                Samples.shades(tokens, 12, Direction.READS),
                Samples.difference(tokens),
                Samples.grid(4, 6, 2, 8, 8),
                Samples.grid(30, 9, 3, 32, 160),
                Samples.profile(4, 6, 2, List.of()));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void writesTheSameBytesForTheSameView(AttentionView view) {
        assertThat(Pictures.svg(view, OPTIONS)).isEqualTo(Pictures.svg(view, OPTIONS));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void describesItselfInBothLanguages(AttentionView view) {
        String english = Figures.of(view, OPTIONS).description();
        String chinese = Figures.of(view, OPTIONS.with(Language.ZH)).description();
        assertThat(english).doesNotContain("，").contains("colour = √");
        assertThat(chinese).contains("颜色 = √");
    }

    @ParameterizedTest
    @MethodSource("plain")
    void roundsCoordinates(AttentionView view) throws Exception {
        Document svg = Pictures.parse(Pictures.svg(view, OPTIONS));
        for (Element element : Pictures.elements(svg, "*")) {
            for (String name : List.of("d", "x", "y", "x1", "width", "stroke-width", "transform")) {
                assertThat(element.getAttribute(name)).doesNotContainPattern("\\.\\d{3}");
            }
        }
    }

    @Test
    void looksAsItDidWhenSomebodyLookedAtIt() throws IOException {
        List<Token> english = Samples.tokens(Samples.ENGLISH, 20);
        List<Token> chinese = Samples.tokens(Samples.CHINESE, 20);
        RenderOptions dark = OPTIONS.with(Theme.DARK).with(Language.ZH);
        Goldens.check("head-grid", Samples.grid(4, 6, 2, 8, 8), OPTIONS);
        Goldens.check("head-grid-many", Samples.grid(12, 12, 4, 24, 96), dark);
        Goldens.check("head", Samples.links(english, 1), OPTIONS);
        Goldens.check("head-several", Samples.links(chinese, 3), dark);
        Goldens.check("tokens", Samples.shades(english, 15, Direction.READS), OPTIONS);
        Goldens.check("tokens-read-by", shadesOfAnAnswer(chinese), dark);
        Goldens.check("profile", Samples.profile(6, 8, 2, List.of()), OPTIONS);
        List<String> names = new ArrayList<>(Collections.nCopies(20, "induction"));
        names.addAll(Collections.nCopies(28, "previous token"));
        Goldens.check("profile-names", Samples.profile(6, 8, 2, names), dark);
        Shading shading = Shading.DEFAULT.with(Shading.Range.PICTURE);
        Goldens.check("difference", Samples.difference(english), OPTIONS.with(shading));
        Goldens.check("difference-dark", Samples.difference(chinese), dark);
    }

    private static TokenShades shadesOfAnAnswer(List<Token> tokens) {
        List<Token> roles = new ArrayList<>();
        roles.addAll(Samples.in(TokenRole.TEMPLATE, tokens.subList(0, 3)));
        roles.addAll(tokens.subList(3, 15));
        roles.addAll(Samples.in(TokenRole.GENERATED, tokens.subList(15, tokens.size())));
        return Samples.shades(roles, 4, Direction.READ_BY);
    }
}
