package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntUnaryOperator;

class FindingsTest {
    /** "b" comes again after "c" to "j": what followed it is token 2. */
    private static final List<String> TEXT =
            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "b", "c", "d", "e", "f", "g");

    /** Where the text begins again. */
    private static final int AGAIN = 10;

    private static final int SIZE = 16;

    /** A head whose every row looks at one key. */
    private static AttentionMatrix head(IntUnaryOperator key) {
        float[] values = new float[SIZE * SIZE];
        for (int q = 0; q < SIZE; q++) {
            values[q * SIZE + key.applyAsInt(q)] = 1;
        }
        return AttentionMatrix.of(FloatBuffer.wrap(values), SIZE, SIZE);
    }

    private static PageCapture capture(AttentionMatrix first, AttentionMatrix second) {
        Attention words = Captures.made(1, 2, 1, TEXT, 0);
        Attention attention =
                new Attention(
                        words.model(),
                        words.plan(),
                        words.tokens(),
                        SIZE,
                        AttentionTensor.of(1, 2, List.of(first, second)),
                        null);
        return PageCapture.of(attention);
    }

    private static Findings findings(AttentionMatrix first, AttentionMatrix second) {
        PageCapture capture = capture(first, second);
        return Findings.of(capture, Survey.of(capture), Bands.forCells(1));
    }

    @Test
    void namesPreviousTokenHeadsAndInduction() {
        Findings findings =
                findings(head(q -> Math.max(0, q - 1)), head(q -> q >= AGAIN ? q - 8 : 0));
        assertThat(findings.list())
                .extracting(finding -> finding.figure().en())
                .containsExactly("“b” → “c”", "1 head", "1 head", "33 %");
        assertThat(findings.list())
                .extracting(finding -> finding.text().en())
                .startsWith(
                        "strongest long link: 0.1 (1.00), 8 tokens back",
                        "looks at what came next last time (induction); clearest: 0.1 (1.00)",
                        "looks at the token before; clearest: 0.0 (1.00)");
        assertThat(findings.head()).isEqualTo(1);
        assertThat(findings.query()).isEqualTo(AGAIN);
    }

    @Test
    void leavesOutWhatIsNotThere() {
        Findings findings = findings(head(q -> 0), head(q -> 0));
        assertThat(findings.list())
                .extracting(finding -> finding.figure().en())
                .containsExactly("100 %");
    }

    @Test
    void doesNotCallTheFirstTokenASinkWhenItGetsLessThanItsShare() {
        Findings findings = findings(head(q -> q), head(q -> Math.max(0, q - 1)));
        assertThat(findings.list())
                .extracting(finding -> finding.text().en())
                .noneMatch(text -> text.contains("first token"));
    }

    @Test
    void saysWhatIsWrongWithRowsThatAreNoProbabilities() {
        Findings findings = findings(head(q -> 0), AttentionMatrix.of(half(), SIZE, SIZE));
        assertThat(findings.list()).hasSize(1);
        assertThat(findings.list().get(0).text().en()).contains("layer 0", "head 1", "0.5");
    }

    private static FloatBuffer half() {
        float[] values = new float[SIZE * SIZE];
        for (int q = 0; q < SIZE; q++) {
            values[q * SIZE] = 0.5f;
        }
        return FloatBuffer.wrap(values);
    }

    @Test
    void saysWhatIsWrongWithACausalModelThatLooksAhead() {
        Findings findings = findings(head(q -> SIZE - 1), head(q -> 0));
        assertThat(findings.list().get(0).figure().en()).isEqualTo("Unknown");
        assertThat(findings.list().get(0).text().en()).contains("layer 0", "head 0");
    }
}
