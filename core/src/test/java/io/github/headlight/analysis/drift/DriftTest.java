package io.github.headlight.analysis.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.util.List;

class DriftTest {
    private static final double EXACT = 1e-6;

    // 0 <s>  1 user  2 Rostol  3 ·lives  4 ·in  5 ·Leeds  6 .\n  7 Where  8 ·is  9 ·Rostol  10 ?
    // 11 assistant | 12 ·In  13 ·Lee  14 ds  15 .
    private static Planted english() {
        return new Planted()
                .tokens(TokenRole.TEMPLATE, "<s>", "user\n")
                .tokens(TokenRole.USER, "Rostol", " lives", " in", " Leeds", ".\n")
                .tokens(TokenRole.USER, "Where", " is", " Rostol", "?")
                .tokens(TokenRole.TEMPLATE, "assistant\n")
                .tokens(TokenRole.GENERATED, " In", " Lee", "ds", ".");
    }

    /** Row 12, which writes "Lee": a weight on each class of key; row 13, which writes "ds". */
    private static double planted(int query, int key) {
        if (query == 12) {
            return switch (key) {
                case 0 -> 0.10;
                case 1, 11 -> 0.05;
                case 2 -> 0.20;
                case 9 -> 0.05;
                case 5 -> 0.30;
                case 6 -> 0.04;
                case 10 -> 0.01;
                case 12 -> 0.20;
                default -> 0;
            };
        }
        if (query == 13) {
            return key == 2 ? 0.5 : key == 5 ? 0.5 : 0;
        }
        return 1;
    }

    @Test
    void wordsHaveTheVerdictOfTheirOwnLook() {
        Attention attention = english().full(1, 1, (l, h, query, key) -> planted(query, key));
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")));
        AnswerWord leeds = drift.words().get(1);
        assertThat(leeds.text()).isEqualTo("Leeds");
        assertThat(drift.verdict(leeds)).isEqualTo(Verdict.ANCHORED);
        AnswerWord in = drift.words().get(0);
        // Row 11, evenly on all it sees: two anchors of seven content tokens.
        assertThat(in.look().lift()).isCloseTo(1, within(EXACT));
        assertThat(drift.verdict(in)).isEqualTo(Verdict.PARTLY);
    }

    @Test
    void splitsTheWritingRowIntoParts() {
        Attention attention = english().full(1, 1, (l, h, query, key) -> planted(query, key));
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")));
        DriftStep step = drift.steps().get(1);
        assertThat(step.token()).isEqualTo(13);
        assertThat(step.row()).isEqualTo(12).isEqualTo(attention.writingRow(1));
        Masses masses = step.look().masses();
        assertThat(masses.sink()).isCloseTo(0.10, within(EXACT));
        assertThat(masses.anchors()).isCloseTo(0.25, within(EXACT));
        assertThat(masses.template()).isCloseTo(0.10, within(EXACT));
        assertThat(masses.answer()).isCloseTo(0.20, within(EXACT));
        assertThat(masses.separators()).isCloseTo(0.05, within(EXACT));
        assertThat(masses.other()).isCloseTo(0.30, within(EXACT));
        assertThat(masses.unlisted()).isZero();
        assertThat(step.look().inQuestion()).isCloseTo(0.05, within(EXACT));
        // Content that row 12 sees: tokens 2, 3, 4, 5, 7, 8, 9 and 12; two are anchors.
        assertThat(step.look().evenMass()).isCloseTo(0.75 * 2 / 8, within(EXACT));
        assertThat(step.look().lift()).isCloseTo(0.25 / 0.75 / 0.25, within(EXACT));
    }

    @Test
    void partsAlwaysSumToOne() {
        Attention attention =
                english().full(2, 3, (l, h, query, key) -> 1 + (7 * l + 5 * h + query * key) % 11);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol", "in")));
        assertThat(drift.steps()).hasSize(4);
        for (DriftStep step : drift.steps()) {
            Masses m = step.look().masses();
            assertThat(
                            m.sink()
                                    + m.anchors()
                                    + m.template()
                                    + m.answer()
                                    + m.separators()
                                    + m.other())
                    .isCloseTo(1, within(EXACT));
            assertThat(step.look().anchorMasses().get(0) + step.look().anchorMasses().get(1))
                    .isCloseTo(m.anchors(), within(EXACT));
        }
    }

    @Test
    void mergesTheTokensOfAWordAndRestsOnWhatIsNew() {
        Attention attention = english().full(1, 1, (l, h, query, key) -> planted(query, key));
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")));
        assertThat(drift.words()).extracting(AnswerWord::text).containsExactly("In", "Leeds", ".");
        assertThat(drift.keyWords()).extracting(AnswerWord::text).containsExactly("Leeds");
        AnswerWord leeds = drift.keyWords().get(0);
        assertThat(leeds.firstToken()).isEqualTo(13);
        assertThat(leeds.endToken()).isEqualTo(15);
        assertThat(leeds.look().masses().anchors()).isCloseTo((0.25 + 0.5) / 2, within(EXACT));
        assertThat(drift.look()).isEqualTo(leeds.look());
    }

    @Test
    void anEvenSpreadHasALiftOfOneAndIsPartly() {
        Attention attention = english().full(2, 2, (l, h, query, key) -> 1);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")));
        assertThat(drift.look().lift()).isCloseTo(1, within(EXACT));
        assertThat(drift.verdict()).isEqualTo(Verdict.PARTLY);
        assertThat(drift.look().evenMass())
                .isCloseTo(drift.look().masses().anchors(), within(EXACT));
    }

    @Test
    void findsTheHeadThatLookedAndTheLayerThatLost() {
        // Layer 0: even. Layer 1: head 1 looks at the anchor. Layers 2 and 3: at the answer only.
        Attention attention =
                english()
                        .full(
                                4,
                                2,
                                (layer, head, query, key) ->
                                        switch (layer) {
                                            case 1 -> head == 1 && key == 2 ? 50 : 1;
                                            case 2, 3 -> key == 2 || key == 9 ? 0.1 : 1;
                                            default -> 1;
                                        });
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")));
        assertThat(drift.peak().layer()).isEqualTo(1);
        assertThat(drift.lostFrom()).hasValue(2);
        LookingHead best = drift.heads().get(0);
        assertThat(List.of(best.layer(), best.head(), best.key())).containsExactly(1, 1, 2);
        assertThat(best.keyWeight()).isLessThan(best.anchors()).isGreaterThan(0.7);
        assertThat(drift.heads()).hasSize(5);
        DriftText text = DriftText.of(drift, Language.EN);
        assertThat(text.layers())
                .startsWith("layer 1 looked most at the anchors (")
                .endsWith("; from layer 2 on they get less than an even spread");
        assertThat(text.heads()).startsWith("heads that did look: layer 1 head 1 (0.8");
    }

    @Test
    void averagesOverHeadsThatCarryContentOnly() {
        // Head 0 is a sink, head 1 looks at the token before, head 2 at the query's own, head 3 at
        // the template, head 4 at content.
        Attention attention =
                english()
                        .full(
                                1,
                                5,
                                (layer, head, query, key) ->
                                        1e-9
                                                + switch (head) {
                                                    case 0 -> key == 0 ? 1 : 0;
                                                    case 1 -> key == Math.max(0, query - 1) ? 1 : 0;
                                                    case 2 -> key == query ? 1 : 0;
                                                    case 3 -> key <= 1 ? 1 : 0;
                                                    default -> key == 2 ? 0.9 : key == 0 ? 0.1 : 0;
                                                });
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")));
        assertThat(drift.contentHeads()).extracting(ContentHead::head).containsExactly(4);
        assertThat(drift.look().masses().anchors()).isCloseTo(0.9, within(EXACT));
        assertThat(drift.verdict()).isEqualTo(Verdict.ANCHORED);
        assertThat(drift.layers().get(0).contentHeads()).isEqualTo(1);
        DriftSettings none = new DriftSettings(1, 0.5, 1.5, 1);
        Drift all = Drift.of(attention, Anchors.ofTexts(attention, List.of("Rostol")), none);
        assertThat(all.contentHeads()).isEmpty();
        assertThat(all.look().masses().anchors()).isCloseTo(0.18, within(EXACT));
        assertThat(DriftText.of(all, Language.EN).notes())
                .anyMatch(note -> note.contains("all heads were averaged"));
        assertThat(DriftText.of(drift, Language.EN).verdict())
                .contains(" the content heads gave the anchor “Rostol” 0.90 ");
        assertThat(DriftText.of(all, Language.EN).verdict())
                .contains(" all heads gave the anchor “Rostol” 0.18 ");
        assertThat(DriftText.of(all, Language.ZH).verdict()).contains("所有头平均给锚点“Rostol”的注意力为 0.18");
    }

    @Test
    void tellsDriftInWordsThatItsFiguresBear() {
        Attention attention = chinese().full(1, 1, (l, h, query, key) -> key == 2 ? 41 : 1);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("苹果", "公司")));
        AnswerWord fruit = drift.words().get(0);
        assertThat(fruit.text()).isEqualTo("水果");
        Look look = fruit.look();
        assertThat(look.lift(0)).isGreaterThan(1.5);
        assertThat(look.lift(1)).isLessThan(0.5);
        assertThat(DriftText.of(drift, Language.EN).word(fruit))
                .isEqualTo(
                        String.format(
                                "while writing “水果” the model looked at “苹果” (%.2f) and hardly at"
                                        + " “公司” (%.2f)",
                                look.anchorMasses().get(0), look.anchorMasses().get(1)));
        assertThat(DriftText.of(drift, Language.ZH).word(fruit))
                .contains("写“水果”时")
                .contains("看了“苹果” (0.")
                .contains("几乎没看“公司” (0.");
        assertThat(DriftText.of(drift, Language.EN).notes())
                .last()
                .asString()
                .contains("does not explain");
    }

    // 0 <s>  1 user  2 苹果  3 公司  4 卖水果  5 full stop  6 这  7 是什么  8 ?  9 assistant
    // | 10 水  11 果: one word, because the prompt has it, too
    private static Planted chinese() {
        return new Planted()
                .tokens(TokenRole.TEMPLATE, "<s>", "user\n")
                .tokens(TokenRole.USER, "苹果", "公司", "卖水果", "\u3002", "这", "是什么", "?")
                .tokens(TokenRole.TEMPLATE, "assistant\n")
                .tokens(TokenRole.GENERATED, "水", "果", "\u3002");
    }

    @Test
    void keepsSplitCharactersAndNumbersTogether() {
        byte[] fruit = "果".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Planted planted =
                new Planted()
                        .tokens(TokenRole.PROMPT, "苹", "果", "是", "什", "么", "?")
                        .bytes(TokenRole.GENERATED, new byte[] {fruit[0]})
                        .bytes(TokenRole.GENERATED, new byte[] {fruit[1], fruit[2]})
                        .tokens(TokenRole.GENERATED, "1", "9", "7", "6", "年");
        Attention attention = planted.full(1, 1, (l, h, query, key) -> 1);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("果")));
        assertThat(drift.words()).extracting(AnswerWord::text).containsExactly("果", "1976", "年");
    }

    @Test
    void takesABlankTokenForASeparatorAlsoInsideAnAnchor() {
        Attention attention =
                new Planted()
                        .tokens(TokenRole.PROMPT, "<s>", "founded", " in", " ", "1", "9", ".")
                        .tokens(TokenRole.GENERATED, " Yes")
                        .full(1, 1, (l, h, query, key) -> key == 3 ? 3 : 1);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("in 19")));
        assertThat(drift.look().masses().anchors()).isCloseTo(3.0 / 9, within(EXACT));
        assertThat(drift.look().masses().separators()).isCloseTo(4.0 / 9, within(EXACT));
    }

    @Test
    void countsTheFirstTokenAsSinkAndSaysSo() {
        Attention attention =
                new Planted()
                        .tokens(TokenRole.PROMPT, "Apple", " is", " red", ".")
                        .tokens(TokenRole.GENERATED, " Yes")
                        .full(1, 1, (l, h, query, key) -> 1);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("Apple")));
        assertThat(drift.look().masses().anchors()).isZero();
        assertThat(drift.look().masses().sink()).isCloseTo(0.25, within(EXACT));
        assertThat(drift.look().lift()).isNaN();
        assertThat(drift.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(drift.heads()).isEmpty();
        DriftText text = DriftText.of(drift, Language.EN);
        assertThat(text.notes()).anyMatch(note -> note.startsWith("“Apple” begins the sequence"));
        assertThat(text.verdict()).startsWith("undecided: ").doesNotContain("NaN");
        assertThat(text.heads()).isEqualTo("no head looked at the anchors");
        assertThat(text.layers()).isEqualTo("no layer looked at the anchors");
    }

    @Test
    void givesATokenOfTwoAnchorsToBothAndToTheSumOnce() {
        Attention attention =
                new Planted()
                        .tokens(TokenRole.PROMPT, "<s>", "苹果公司", "在哪里", "?")
                        .tokens(TokenRole.GENERATED, "武汉")
                        .full(1, 1, (l, h, query, key) -> 1);
        Drift drift = Drift.of(attention, Anchors.ofTexts(attention, List.of("苹果", "公司")));
        assertThat(drift.look().masses().anchors()).isCloseTo(0.25, within(EXACT));
        assertThat(drift.look().anchorMasses())
                .allSatisfy(mass -> assertThat(mass).isCloseTo(0.25, within(EXACT)));
        assertThat(DriftText.of(drift, Language.EN).notes())
                .contains(
                        "“苹果” and “公司” share the token “苹果公司”: each is given its whole weight,"
                                + " the sum counts it once");
    }

    @Test
    void comparesWithTheSameHeadsOnAnotherPrompt() {
        Attention attention =
                english().full(1, 2, (l, head, query, key) -> head == 0 && key != 0 ? 0 : 1);
        Attention other =
                english().full(1, 2, (l, head, query, key) -> head == 1 && key == 2 ? 99 : 1);
        Anchors anchors = Anchors.ofTexts(attention, List.of("Rostol"));
        Drift drift = Drift.of(attention, anchors);
        assertThat(drift.contentHeads()).extracting(ContentHead::head).containsExactly(1);
        Baseline baseline =
                drift.against(other, Anchors.ofTexts(other, List.of("Rostol")))
                        .baseline()
                        .orElseThrow();
        // Head 1 only: (99 + 1) / (99 + 12) in row 12, one key more in row 13.
        assertThat(baseline.look().masses().anchors())
                .isCloseTo((100.0 / 111 + 100.0 / 112) / 2, within(EXACT));
        Attention foreign = english().full(2, 2, (l, h, query, key) -> 1);
        assertThatThrownBy(() -> drift.against(foreign, anchors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 1 layers of 2 heads, found 2 of 2");
    }

    @Test
    void boundsWhatTopKeysLeaveOpen() {
        Planted.Weights weights = (l, h, query, key) -> planted(query, key);
        Attention full = english().full(1, 1, weights);
        Attention top = english().topK(1, 1, 3, weights);
        List<String> anchor = List.of("Rostol");
        Look exact = Drift.of(full, Anchors.ofTexts(full, anchor)).steps().get(1).look();
        Drift drift = Drift.of(top, Anchors.ofTexts(top, anchor));
        Look bound = drift.steps().get(1).look();
        assertThat(drift.isLowerBound()).isTrue();
        assertThat(bound.masses().anchors()).isCloseTo(0.20, within(EXACT));
        assertThat(bound.masses().unlisted()).isCloseTo(0.30, within(EXACT));
        assertThat(bound.lift()).isLessThanOrEqualTo(exact.lift());
        assertThat(bound.liftAtMost()).isGreaterThanOrEqualTo(exact.lift());
        Attention one = english().topK(1, 1, 1, (l, h, query, key) -> 1);
        Drift open = Drift.of(one, Anchors.ofTexts(one, anchor));
        assertThat(open.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(open.lostFrom()).isEmpty();
        assertThat(DriftText.of(open, Language.EN).layers())
                .isEqualTo(
                        String.format(
                                "by the top keys layer 0 looked most at the anchors (%.2f or more;"
                                        + " an even spread gives at most %.2f)",
                                open.look().masses().anchors(), open.look().evenMass()));
    }

    @Test
    void claimsOfTopKeysOnlyWhatTheyDecide() {
        Attention even = english().topK(1, 1, 1, (l, h, query, key) -> 1);
        Drift open = Drift.of(even, Anchors.ofTexts(even, List.of("Rostol")));
        DriftText words = DriftText.of(open, Language.EN);
        assertThat(open.lostFrom()).isEmpty();
        assertThat(words.layers()).startsWith("by the top keys layer 0").doesNotContain("less");
        assertThat(open.keyWords())
                .isNotEmpty()
                .allSatisfy(
                        word ->
                                assertThat(words.word(word))
                                        .contains("an undecided share to “Rostol” (0.00)")
                                        .doesNotContain("hardly"));
        Attention elsewhere = english().topK(1, 1, 3, (l, h, query, key) -> key == query ? 999 : 1);
        Drift lost = Drift.of(elsewhere, Anchors.ofTexts(elsewhere, List.of("Rostol")));
        assertThat(lost.lostFrom()).hasValue(0);
        assertThat(lost.keyWords())
                .allSatisfy(
                        word ->
                                assertThat(DriftText.of(lost, Language.EN).word(word))
                                        .contains("hardly looked at “Rostol”"));
    }

    @Test
    void saysWhichHeadsItAveraged() {
        Attention attention = english().full(1, 2, (l, head, query, key) -> 1);
        Anchors anchors = Anchors.ofTexts(attention, List.of("Rostol"));
        Drift some = Drift.of(attention, anchors);
        DriftSettings strict = new DriftSettings(1, 0.5, 1.5, 5);
        Drift none = Drift.of(attention, anchors, strict);
        assertThat(DriftText.of(some, Language.EN).verdict()).contains(" the content heads ");
        assertThat(DriftText.of(some, Language.ZH).verdict()).contains("，内容头给");
        assertThat(none.contentHeads()).isEmpty();
        assertThat(DriftText.of(none, Language.EN).verdict()).contains(" all heads gave ");
        assertThat(DriftText.of(none, Language.ZH).verdict()).contains("，所有头平均给");
    }

    @Test
    void needsTheKeysOfEveryHead() {
        Planted planted = english();
        Attention full = planted.full(1, 1, (l, h, query, key) -> 1);
        Attention pooled =
                planted.attention(
                        1,
                        1,
                        CapturePlan.of(new CapturePart.Pooled(4)),
                        Captured.NOTHING.with(PooledAttention.of(full.tensor(), 4)));
        Anchors anchors = Anchors.ofTexts(full, List.of("Rostol"));
        assertThatThrownBy(() -> Drift.of(pooled, anchors))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("pooled:4")
                .hasMessageContaining("--capture full");
    }

    @Test
    void refusesAnEncoder() {
        Attention attention =
                Attentions.bidirectional(1, 1, Attentions.tokens(3, "Apple", " is", " red"), 1);
        Anchors anchors = Anchors.ofTexts(attention, List.of("red"));
        assertThatThrownBy(() -> Drift.of(attention, anchors))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("an encoder, which writes no answer");
    }

    @Test
    void needsAnAnswer() {
        Attention attention =
                new Planted()
                        .tokens(TokenRole.PROMPT, "Apple", " is", " red")
                        .full(1, 1, (l, h, query, key) -> 1);
        Anchors anchors = Anchors.ofTexts(attention, List.of("red"));
        assertThatThrownBy(() -> Drift.of(attention, anchors))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("--generate");
    }

    @Test
    void doesNotDecideWhereOnlyOneTokenCouldBeSeen() {
        Attention attention =
                new Planted()
                        .tokens(TokenRole.PROMPT, "Hi")
                        .tokens(TokenRole.GENERATED, " you")
                        .full(1, 1, (l, h, query, key) -> 1);
        Drift drift = Drift.of(attention, Anchors.ofTokens(attention, 0, 1));
        assertThat(drift.look().masses().sink()).isEqualTo(1);
        assertThat(drift.look().lift()).isNaN();
        assertThat(drift.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, -0.5f, 1.5f, 0.2f, Float.POSITIVE_INFINITY})
    void refusesRowsThatAreNoAttention(float value) {
        float[] cells = {1, 0, 0, 0.5f, 0.5f, 0, 0.25f, 0.25f, 0.5f};
        cells[3] = value;
        Attention attention =
                new Planted()
                        .tokens(TokenRole.PROMPT, "a", " b", " c")
                        .tokens(TokenRole.GENERATED, " d")
                        .attention(
                                1,
                                1,
                                CapturePlan.FULL,
                                Captured.full(
                                        AttentionTensor.of(
                                                1,
                                                1,
                                                List.of(
                                                        AttentionMatrix.of(
                                                                FloatBuffer.wrap(cells), 3, 3)))));
        Anchors anchors = Anchors.ofTokens(attention, 1, 2);
        assertThatThrownBy(() -> Drift.of(attention, anchors))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("layer 0, head 0, query 1")
                .hasMessageContaining("expected")
                .hasMessageContaining("found");
    }

    @Test
    void refusesThresholdsThatMakeNoSense() {
        assertThatThrownBy(() -> new DriftSettings(1.1, 0.5, 1.5, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DriftSettings(0.2, 2, 1.5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.0 and 1.5");
        assertThatThrownBy(() -> new DriftSettings(0.2, 0.5, Double.NaN, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DriftSettings(0.2, 0.5, 1.5, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
