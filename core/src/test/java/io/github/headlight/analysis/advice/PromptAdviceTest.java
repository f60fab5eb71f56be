package io.github.headlight.analysis.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.error.CaptureException;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The four rules on planted attention, what must give no advice, and what is refused. */
class PromptAdviceTest {
    /** Each rule finds something to measure here. */
    private static final String RICH =
            """
            # Lines
            1. The green line runs to the airport every hour.
            2. The blue line runs to the harbour.

            Tickets: at the "North Gate" kiosk. Dogs ride free on the blue line.
            When does the green line run?
            """;

    private static final double CLOSE = 1e-5;

    private static Planted rich() {
        return Planted.text(RICH).answer(" Every", " hour");
    }

    @Test
    void evenAttentionGetsNoAdvice() {
        PromptAdvice advice = rich().advice(Planted::uniform);
        assertThat(advice.findings())
                .extracting(finding -> finding.outcome().verdict())
                .containsOnly(Verdict.NO_ADVICE);
        assertThat(lift(advice.instruction())).isCloseTo(1, within(CLOSE));
        assertThat(advice.anchors().lift().orElseThrow()).isCloseTo(1, within(CLOSE));
        Partition sentences = advice.separators().sentences().orElseThrow();
        assertThat(sentences.apart().orElseThrow()).isCloseTo(1, within(CLOSE));
        assertThat(sentences.inside().lift()).isCloseTo(1, within(CLOSE));
        assertThat(advice.ambiguity().words())
                .isNotEmpty()
                .allSatisfy(w -> assertThat(w.received().lift()).isCloseTo(1, within(CLOSE)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 5, 200})
    void evenAttentionBesideASinkGetsNoAdvice(double sink) {
        PromptAdvice advice = rich().advice((q, k) -> k == 0 ? sink + 1e-9 : 1);
        assertThat(advice.findings()).allMatch(finding -> finding.outcome().advice().isEmpty());
        assertThat(lift(advice.instruction())).isCloseTo(1, within(CLOSE));
    }

    /** Many heads of noise: nothing is there, and nothing must be found. */
    @Test
    void noiseGetsNoAdvice() {
        Planted planted = rich();
        int rows = planted.capture(Planted::uniform).rows();
        Random random = new Random(7);
        List<AttentionMatrix> heads = new ArrayList<>();
        for (int h = 0; h < 144; h++) {
            double[] drawn =
                    random.doubles((long) rows * rows).map(x -> -Math.log(1 - x)).toArray();
            float[] values = Planted.rows((q, k) -> drawn[q * rows + k], rows);
            heads.add(AttentionMatrix.of(FloatBuffer.wrap(values), rows, rows));
        }
        PromptAdvice advice = PromptAdvice.of(planted.capture(AttentionTensor.of(12, 12, heads)));
        assertThat(advice.findings()).allMatch(finding -> finding.outcome().advice().isEmpty());
    }

    @Test
    void tellsHowMuchTheInstructionReceivesAndWhereItWouldReceiveMore() {
        Planted planted =
                Planted.text("One two three. Four five six. Seven eight nine. What is ten eleven?")
                        .answer(" Yes");
        int question = planted.token("What");
        // The answer's row: 1 for each content token of the question, 4 for each early one.
        PromptAdvice advice =
                planted.advice((q, k) -> k == 0 ? 7 : k >= question ? 1 : k < 4 ? 4 : 2);
        InstructionFinding finding = advice.instruction();
        assertThat(finding.instruction().orElseThrow().source())
                .isEqualTo(InstructionSource.QUESTION);
        Share share = finding.received().orElseThrow().fromAnswer().orElseThrow();
        // 9 other content tokens, 3 of them with 4 and 6 with 2; 4 of the question with 1.
        assertThat(share.share()).isCloseTo(4.0 / 28, within(CLOSE));
        assertThat(share.even()).isCloseTo(4.0 / 13, within(CLOSE));
        assertThat(share.rows()).isEqualTo(1);
        assertThat(finding.position()).hasValue(1);
        assertThat(finding.before()).isEqualTo(9);
        assertThat(finding.after()).isZero();
        assertThat(finding.received().orElseThrow().fromPrompt()).isEmpty();
        // Tokens 0 to 3 of 13 are early: three with 4, one with 2.
        assertThat(finding.places().get(Place.EARLY).lift())
                .isCloseTo(14.0 / 28 / (4.0 / 13), within(CLOSE));
        assertThat(finding.outcome().verdict()).isEqualTo(Verdict.ADVISED);
        assertThat(finding.outcome().advice().orElseThrow().english()).contains("at the start");
        assertThat(finding.segments()).hasSize(4);
    }

    @Test
    void doesNotMoveAnInstructionThatIsLookedAt() {
        Planted planted =
                Planted.text("One two three. Four five six. Seven eight nine. What is ten eleven?")
                        .answer(" Yes");
        int question = planted.token("What");
        InstructionFinding finding = planted.advice((q, k) -> k >= question ? 3 : 1).instruction();
        assertThat(lift(finding)).isCloseTo(12.0 / 21 / (4.0 / 13), within(CLOSE));
        assertThat(finding.outcome().verdict()).isEqualTo(Verdict.NO_ADVICE);
    }

    @Test
    void doesNotAdviseAPlaceThatReceivesNoMore() {
        Planted planted =
                Planted.text("What is ten? One two three. Four five six. Seven eight nine.")
                        .answer(" Yes");
        int middle = planted.token("One");
        int last = planted.token("six");
        // Only the middle is looked at, and nobody is told to put an instruction there.
        InstructionFinding finding =
                planted.advice((q, k) -> k >= middle && k < last ? 9 : 1).instruction();
        assertThat(lift(finding)).isLessThan(0.5);
        assertThat(finding.outcome().verdict()).isEqualTo(Verdict.NO_ADVICE);
        assertThat(finding.outcome().finding().english()).contains("nothing measured speaks for");
        assertThat(finding.position()).hasValue(0);
        // Those behind it give each of its tokens as much as they give to themselves.
        assertThat(finding.received().orElseThrow().fromPrompt()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "Is it red? It is a red apple. Thanks.,QUESTION,Is it red?",
        "Some text. Summarize it. The end.,IMPERATIVE,Summarize it.",
        "一段文字。请总结它。完。,IMPERATIVE,请总结它。",
        "Some text. The end comes now.,LAST_SENTENCE,The end comes now."
    })
    void findsTheInstructionByRule(String text, InstructionSource source, String words) {
        Instruction found =
                Planted.text(text)
                        .advice(Planted::uniform)
                        .instruction()
                        .instruction()
                        .orElseThrow();
        assertThat(found.source()).isEqualTo(source);
        assertThat(found.segment().text().strip()).isEqualTo(words);
    }

    @Test
    void takesTheInstructionThatIsNamed() {
        Attention capture = rich().capture(Planted::uniform);
        AdviceOptions named = AdviceOptions.DEFAULT.withInstruction("Dogs ride free");
        Instruction found =
                PromptAdvice.of(capture, named).instruction().instruction().orElseThrow();
        assertThat(found.source()).isEqualTo(InstructionSource.NAMED);
        assertThat(found.segment().text()).isEqualTo(" Dogs ride free");
        assertThatThrownBy(
                        () ->
                                PromptAdvice.of(
                                        capture,
                                        AdviceOptions.DEFAULT.withInstruction("Cats ride")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Cats ride\"")
                .hasMessageContaining("copy them from the prompt");
    }

    @Test
    void callsAWordAmbiguousIfEachReaderSplits() {
        Planted planted = apples();
        int fruit = planted.token("apple");
        int company = planted.token("apple", 1);
        AmbiguityFinding finding =
                planted.advice((q, k) -> k == fruit ? 6 : k == company ? 4 : 1).ambiguity();
        RepeatedWord apple = finding.ambiguous().get(0);
        assertThat(apple.word()).isEqualTo("apple");
        double entropy = -(0.6 * Math.log(0.6) + 0.4 * Math.log(0.4)) / Math.log(2);
        assertThat(apple.split().orElseThrow()).isCloseTo(entropy, within(CLOSE));
        assertThat(apple.uses())
                .extracting(RepeatedWord.Use::context)
                .containsExactly("an … tasted", "the … company");
        assertThat(apple.uses().get(0).share()).isCloseTo(0.6, within(CLOSE));
        assertThat(finding.outcome().advice().orElseThrow().english()).contains("\"apple\"");
    }

    @Test
    void callsNoWordAmbiguousIfReadersChoose() {
        Planted planted = apples();
        int fruit = planted.token("apple");
        int company = planted.token("apple", 1);
        int of = planted.token("company");
        AmbiguityFinding chosen =
                planted.advice((q, k) -> k == fruit ? 1 : k == company || k == of ? 12 : 1)
                        .ambiguity();
        assertThat(chosen.words().get(0).received().lift()).isGreaterThan(1.5);
        assertThat(chosen.ambiguous()).isEmpty();
        assertThat(chosen.drawn()).isEmpty();
        assertThat(chosen.outcome().verdict()).isEqualTo(Verdict.NO_ADVICE);
        // Two rows that each choose another place do not split either.
        Planted two = apples().answer(" it", " was");
        int last = two.promptLength() - 1;
        AmbiguityFinding alternating =
                two.advice(
                                (q, k) ->
                                        k == (q == last ? fruit : company)
                                                ? 50
                                                : k == of && q > last ? 50 : 0.1)
                        .ambiguity();
        assertThat(alternating.words().get(0).split().orElseThrow()).isLessThan(0.1);
    }

    @Test
    void tellsWhichWordDrawsAttentionFromTheOneBesideIt() {
        Planted planted = apples();
        int company = planted.token("apple", 1);
        AmbiguityFinding finding = planted.advice((q, k) -> k == company ? 12 : 1).ambiguity();
        WordPair pair = finding.drawn().get(0);
        assertThat(pair.word()).isEqualTo("apple");
        assertThat(pair.neighbour()).isEqualTo("company");
        assertThat(pair.ratio()).isCloseTo(12, within(1e-3));
        assertThat(finding.outcome().advice().orElseThrow().english()).contains("\"company\"");
    }

    private static Planted apples() {
        return Planted.text("An apple tasted sweet. The apple company began here. Tell me more.");
    }

    @Test
    void findsRepeatedChineseWordsWithoutADictionary() {
        Planted planted = Planted.text("苹果是红色的。苹果公司成立。\n苹果公司在哪里？");
        AmbiguityFinding finding = planted.advice(Planted::uniform).ambiguity();
        assertThat(finding.words())
                .extracting(RepeatedWord::word)
                .containsExactlyInAnyOrder("苹果", "公司");
        RepeatedWord apple =
                finding.words().stream()
                        .filter(w -> w.word().equals("苹果"))
                        .findFirst()
                        .orElseThrow();
        assertThat(apple.uses())
                .extracting(RepeatedWord.Use::context)
                .containsExactly("… 是红", "… 公司", "… 公司");
        assertThat(apple.contexts()).isEqualTo(2);
        // Two of three places are one context; evenly spread: 1/3 and 2/3.
        double entropy = -(Math.log(1 / 3.0) / 3 + 2 * Math.log(2 / 3.0) / 3) / Math.log(2);
        assertThat(apple.split().orElseThrow()).isCloseTo(entropy, within(CLOSE));
    }

    @Test
    void tellsHowFarBlocksAreKeptApart() {
        Planted planted =
                Planted.text(
                        "One two three four five six a b g.\n\nSeven eight nine ten eleven twelve c d h.\n\n"
                                + "Red green blue white black pink e f i.");
        int second = planted.token("Seven");
        int third = planted.token("Red");
        // Three times as much to a token of the same block.
        PromptAdvice advice =
                planted.advice(
                        (q, k) -> block(q, second, third) == block(k, second, third) ? 3 : 1);
        Partition blocks = advice.separators().blocks().orElseThrow();
        SegmentMatrix matrix = blocks.matrix();
        assertThat(matrix.segments()).hasSize(3);
        assertThat(matrix.share(0, 0)).isCloseTo(1, within(CLOSE));
        // Row r of the second block sees 9 tokens with 1 and r with 3.
        double inside = 0;
        double total = 0;
        for (int r = 1; r <= 9; r++) {
            double content = (9 + 3.0 * r) / rowSum(second - 1 + r, second, third);
            total += content;
            inside += content * 3 * r / (9 + 3 * r);
        }
        assertThat(matrix.share(1, 1)).isCloseTo(inside / total, within(CLOSE));
        assertThat(matrix.share(1, 0) + matrix.share(1, 1)).isCloseTo(1, within(CLOSE));
        assertThat(matrix.share(0, 1)).isZero();
        assertThat(blocks.apart().orElseThrow()).isGreaterThan(1.5);
        assertThat(blocks.inside().lift()).isGreaterThan(1.2);
        assertThat(advice.separators().outcome().finding().english()).contains("kept apart");
    }

    private static int block(int token, int second, int third) {
        return token >= third ? 2 : token >= second ? 1 : 0;
    }

    private static double rowSum(int query, int second, int third) {
        double sum = 0;
        for (int key = 0; key <= query; key++) {
            sum += block(query, second, third) == block(key, second, third) ? 3 : 1;
        }
        return sum;
    }

    @Test
    void advisesSeparatorsWhereAttentionRunsAcrossSentences() {
        String sentences =
                "One two three four five six a b g. Seven eight nine ten eleven twelve c d h."
                        + " Red green blue white black pink e f i.";
        PromptAdvice mixed = across(Planted.text(sentences), 0.5);
        assertThat(mixed.separators().blocks()).isEmpty();
        assertThat(SeparatorFinding.apart(mixed.separators().sentences()).orElseThrow())
                .isLessThan(0.7);
        assertThat(mixed.separators().outcome().verdict()).isEqualTo(Verdict.ADVISED);
        PromptAdvice apart = across(Planted.text(sentences), 2);
        assertThat(apart.separators().outcome().verdict()).isEqualTo(Verdict.NO_ADVICE);
        // Who has separators needs no advice to use some.
        PromptAdvice separated = across(Planted.text(sentences.replace(". ", ".\n\n")), 0.5);
        assertThat(SeparatorFinding.apart(separated.separators().blocks()).orElseThrow())
                .isLessThan(0.7);
        assertThat(separated.separators().outcome().verdict()).isEqualTo(Verdict.NO_ADVICE);
    }

    private static PromptAdvice across(Planted planted, double inside) {
        int second = planted.token("Seven");
        int third = planted.token("Red");
        return planted.advice(
                (q, k) -> block(q, second, third) == block(k, second, third) ? inside : 1);
    }

    @Test
    void tellsWhatSeparatorsReceive() {
        Planted planted = Planted.text("One two.\nThree four.\nFive six.");
        int lineBreak = planted.token("", 0);
        PromptAdvice even = planted.advice(Planted::uniform);
        assertThat(even.separators().separators().orElseThrow().lift()).isCloseTo(1, within(CLOSE));
        PromptAdvice sunk = planted.advice((q, k) -> k == lineBreak ? 4 : 1);
        assertThat(sunk.separators().breaks().orElseThrow().tokens()).isEqualTo(2);
        assertThat(sunk.separators().breaks().orElseThrow().lift())
                .isGreaterThan(sunk.separators().separators().orElseThrow().lift())
                .isGreaterThan(1.5);
    }

    @Test
    void tellsWhetherAnchorsAreReturnedTo() {
        Planted planted = rich();
        int one = planted.token("1");
        int two = planted.token("2");
        PromptAdvice passed = planted.advice((q, k) -> k == one || k == two ? 0.25 : 1);
        assertThat(passed.anchors().byKind().get(AnchorKind.NUMBER)).isCloseTo(0.25, within(CLOSE));
        assertThat(passed.anchors().byKind().get(AnchorKind.HEADING)).isCloseTo(1, within(CLOSE));
        assertThat(passed.anchors().byKind()).containsKeys(AnchorKind.LABEL, AnchorKind.QUOTED);
        assertThat(passed.anchors().lift().orElseThrow()).isBetween(0.5, 0.8);
        assertThat(passed.anchors().outcome().verdict()).isEqualTo(Verdict.ADVISED);
        PromptAdvice returned = planted.advice((q, k) -> k == one || k == two ? 4 : 1);
        assertThat(returned.anchors().byKind().get(AnchorKind.NUMBER)).isCloseTo(4, within(CLOSE));
        assertThat(returned.anchors().lift().orElseThrow()).isGreaterThan(1.25);
        assertThat(returned.anchors().outcome().verdict()).isEqualTo(Verdict.NO_ADVICE);
        assertThat(returned.anchors().outcome().finding().english()).contains(": returned to");
        assertThat(returned.anchors().anchors())
                .extracting(anchor -> anchor.text().strip())
                .containsExactly("# Lines", "1.", "2.", "Tickets:", "\"North Gate\"");
    }

    @Test
    void saysWhatAPromptHasNothingOf() {
        PromptAdvice advice = Planted.prompt("Hello").advice(Planted::uniform);
        assertThat(advice.findings())
                .allSatisfy(
                        finding -> {
                            assertThat(finding.outcome().verdict()).isEqualTo(Verdict.NOT_DEFINED);
                            assertThat(finding.outcome().finding().english())
                                    .startsWith("not defined: ");
                            assertThat(finding.outcome().finding().chinese()).startsWith("无定义：");
                        });
        PromptAdvice one =
                Planted.of(
                                List.of(
                                        new TokenPiece(
                                                1,
                                                "Hi".getBytes(StandardCharsets.UTF_8),
                                                TokenRole.PROMPT)))
                        .advice(Planted::uniform);
        assertThat(one.contentTokens()).isZero();
        assertThat(one.findings())
                .allMatch(finding -> finding.outcome().verdict() == Verdict.NOT_DEFINED);
    }

    /** All attention on the first token: no share of nothing is computed. */
    @Test
    void hasNothingToSayWhereContentReceivesNothing() {
        PromptAdvice advice = rich().advice((q, k) -> k == 0 ? 1 : 0);
        assertThat(advice.content()).isZero();
        assertThat(advice.firstToken()).isCloseTo(1, within(CLOSE));
        assertThat(advice.findings())
                .allMatch(finding -> finding.outcome().verdict() == Verdict.NOT_DEFINED);
    }

    @Test
    void spacesAndPunctuationAreNoContent() {
        assertThat(Planted.prompt("One", " two", " ", ".", "\n", "苹").advice(Planted::uniform))
                .extracting(PromptAdvice::promptTokens, PromptAdvice::contentTokens)
                .containsExactly(7, 3);
    }

    @Test
    void countsEachHeadByWhatItGivesToContent() {
        Planted planted = Planted.text("One two three four. What five?").answer(" Yes");
        int question = planted.token("What");
        // One head gives all to content, half of it to the question; one gives 1 % to it alone.
        PromptAdvice advice =
                planted.advice(
                        (q, k) -> k == 0 || !counts(planted, k) ? 1e-12 : k < question ? 1 : 2,
                        (q, k) -> k == 0 ? 99 : k < question || !counts(planted, k) ? 1e-12 : 0.5);
        Share share = advice.instruction().received().orElseThrow().fromAnswer().orElseThrow();
        assertThat(share.share()).isCloseTo((0.5 + 0.01) / 1.01, within(1e-4));
        assertThat(advice.content()).isCloseTo(1.01 / 2, within(1e-4));
    }

    private static boolean counts(Planted planted, int token) {
        return token != planted.token(".") && token != planted.token("?");
    }

    @Test
    void refusesWhatIsNoAttention() {
        Planted planted = Planted.prompt("One", " two");
        float[] good = {1, 0, 0, .5f, .5f, 0, .2f, .3f, .5f};
        assertRefused(planted, good, 7, Float.NaN, "layer 0, head 1, query 2", "found NaN");
        assertRefused(planted, good, 3, -0.5f, "layer 0, head 1, query 1", "-0.5");
        assertRefused(planted, good, 8, 0.7f, "layer 0, head 1, query 2", "sum to 1");
        // What looks ahead lacks what it gives there.
        float[] ahead = {.5f, .5f, 0, .5f, .5f, 0, .2f, .3f, .5f};
        assertRefused(planted, ahead, 0, .5f, "layer 0, head 1, query 0", "causal");
    }

    private static void assertRefused(
            Planted planted, float[] good, int at, float value, String... parts) {
        float[] bad = good.clone();
        bad[at] = value;
        float[] fine = {1, 0, 0, .5f, .5f, 0, .2f, .3f, .5f};
        AttentionTensor tensor =
                AttentionTensor.of(
                        1,
                        2,
                        List.of(
                                AttentionMatrix.of(FloatBuffer.wrap(fine), 3, 3),
                                AttentionMatrix.of(FloatBuffer.wrap(bad), 3, 3)));
        assertThatThrownBy(() -> PromptAdvice.of(planted.capture(tensor)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void refusesAnEncoder() {
        Attention encoder = Attentions.bidirectional(1, 1, Attentions.tokens(2, "One", " two"), 1);
        assertThatThrownBy(() -> PromptAdvice.of(encoder))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("an encoder, which answers no prompt");
    }

    @Test
    void refusesCapturesThatLackWhatItReads() {
        AttentionMatrix mean =
                AttentionMatrix.of(FloatBuffer.wrap(new float[] {1, 0, .5f, .5f}), 2, 2);
        Attention reduced =
                new Attention(
                        ModelSpec.unknown(1, 2),
                        CapturePlan.parse("mean"),
                        TokenSequence.of(
                                List.of(
                                        new TokenPiece(1, new byte[] {'a'}, TokenRole.PROMPT),
                                        new TokenPiece(2, new byte[] {'b'}, TokenRole.PROMPT))),
                        2,
                        Captured.NOTHING.withMean(AttentionTensor.of(1, 1, List.of(mean))),
                        null);
        assertThatThrownBy(() -> PromptAdvice.of(reduced))
                .isInstanceOf(CaptureException.class)
                .hasMessageContainingAll("holds mean", "--capture full");
        Attention ids =
                new Attention(
                        ModelSpec.unknown(1, 1),
                        CapturePlan.FULL,
                        TokenSequence.ofIds(new int[] {1, 2}),
                        2,
                        AttentionTensor.of(1, 1, List.of(mean)),
                        null);
        assertThatThrownBy(() -> PromptAdvice.of(ids))
                .isInstanceOf(CaptureException.class)
                .hasMessageContainingAll("only ids", "--prompt");
    }

    private static double lift(InstructionFinding finding) {
        return finding.received().orElseThrow().fromAnswer().orElseThrow().lift();
    }
}
