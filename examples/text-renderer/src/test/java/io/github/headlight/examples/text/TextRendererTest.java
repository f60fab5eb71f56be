package io.github.headlight.examples.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenMatrix;
import io.github.headlight.view.TokenRange;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class TextRendererTest extends RendererContractTest {
    private static final float[] CAUSAL = {1, 0, 0, 0.25f, 0.75f, 0, 0.004f, 0.086f, 0.91f};
    private static final Heatmap SMALL = heatmap("Layer 0 · Head 1", CAUSAL, "The", "·fox", "苹果");

    @Override
    protected Renderer renderer() {
        return new TextRenderer();
    }

    @Override
    protected Stream<AttentionView> views() {
        return Stream.concat(super.views(), Stream.of(profile(3, 4)));
    }

    @Test
    void writesProbabilitiesWithTwoDigitsAndNothingForTheFuture() {
        assertThat(lines(SMALL, RenderOptions.DEFAULT))
                .startsWith(
                        "Layer 0 · Head 1",
                        "",
                        "          0    1    2",
                        "        The ·fox 苹果",
                        "0 The  █1.0",
                        "1 ·fox ▄.25 ▇.75",
                        "2 苹果    · ▃.09 █.91",
                        "")
                .anyMatch(line -> line.contains("· one below 0.005; bars rise with p^0.5"));
    }

    @Test
    void heedsThresholdAndLanguage() {
        RenderOptions options =
                RenderOptions.DEFAULT.with(Language.ZH).with(Shading.DEFAULT.withThreshold(0.5));
        assertThat(lines(SMALL, options))
                .contains("1 ·fox    · ▇.75")
                .anyMatch(line -> line.contains("· 表示小于 0.5"));
    }

    @Test
    void leavesOutTheSinkAndSaysSo() {
        Heatmap through = SMALL.through(Lens.PLAIN.with(Sink.RENORMALISED));
        assertThat(lines(through, RenderOptions.DEFAULT))
                .contains("1 ·fox     █1.0")
                .anyMatch(line -> line.startsWith("The first token is left out"));
    }

    @Test
    void saysWhatIsCutAndShowsItWhenCropped() {
        Heatmap large = Heatmap.ofHead(sample(1, 1, words(512)), 0, 0);
        assertThat(lines(large, RenderOptions.DEFAULT))
                .hasSizeLessThan(40)
                .allMatch(line -> DisplayText.width(line) <= 120)
                .contains(
                        "Not shown: queries 20 to 511; crop the view.",
                        "Not shown: keys 20 to 511; crop the view.");
        Heatmap end = large.through(Lens.PLAIN.with(new TokenRange(500, 512)));
        assertThat(lines(end, RenderOptions.DEFAULT))
                .anyMatch(line -> line.startsWith("511 ·word511"))
                .noneMatch(line -> line.startsWith("Not shown"));
    }

    @Test
    void writesProfiles() {
        Profile profile =
                new Profile(
                        "Entropy",
                        "entropy (nats)",
                        new HeadValues(2, 2, i -> i == 3 ? Double.NaN : 1.5 * i),
                        3,
                        1,
                        List.of());
        assertThat(lines(profile, RenderOptions.DEFAULT))
                .startsWith("Entropy", "", "      0     1", "0  0.00 ▄1.50", "1 █3.00     –", "")
                .anyMatch(line -> line.contains("entropy (nats), a full bar is 3.0"));
    }

    @Test
    void boundsProfiles() {
        assertThat(lines(profile(300, 200), RenderOptions.DEFAULT))
                .hasSizeLessThan(210)
                .contains("Not all are shown: there are 300 layers of 200 heads.");
    }

    @Test
    void neverSteersATerminal() {
        String hostile =
                "\u001B[2J\u009B31m\u001B]0;title\u0007\r\n\b\u007F\u202E\u2066\u2028\uD800\uDB40\uDC01"
                        + "a"
                        + "\u0301".repeat(10_000);
        Profile profile =
                new Profile(hostile, hostile, new HeadValues(1, 1, i -> 1), 1, 1, List.of());
        for (AttentionView view : List.of(heatmap(hostile, CAUSAL, hostile, "b", "c"), profile)) {
            String text = text(view, RenderOptions.DEFAULT);
            assertThat(text).hasSizeLessThan(3_000).contains("\uFFFD[2J");
            assertThat(text.codePoints().filter(c -> c != '\n'))
                    .noneMatch(Character::isISOControl)
                    .noneMatch(c -> Character.getType(c) == Character.FORMAT)
                    .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }

    private static Heatmap heatmap(String title, float[] values, String... labels) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            tokens.add(new Token(i, i, TokenRole.PROMPT, 0, 0, labels[i], labels[i], 1, 1));
        }
        AttentionMatrix matrix =
                AttentionMatrix.of(FloatBuffer.wrap(values), labels.length, labels.length);
        return new Heatmap(title, TokenMatrix.of(matrix, tokens, tokens));
    }

    private static Profile profile(int layers, int heads) {
        HeadValues values = new HeadValues(layers, heads, i -> i / (double) (layers * heads));
        return new Profile("Sink", "mass on the first token", values, 1, heads / 2, List.of());
    }

    private static List<String> words(int size) {
        return IntStream.range(0, size).mapToObj(i -> " word" + i).toList();
    }

    private String text(AttentionView view, RenderOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        renderer().render(view, options, RenderOutput.stream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines(AttentionView view, RenderOptions options) {
        return text(view, options).lines().toList();
    }
}
