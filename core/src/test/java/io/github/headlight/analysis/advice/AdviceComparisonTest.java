package io.github.headlight.analysis.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** What a rewritten prompt moved, and whether its answer changed. */
class AdviceComparisonTest {
    private static final String TEXT =
            "One two three. Four five six. Seven eight nine. What is ten eleven?";

    private static PromptAdvice looking(double atQuestion) {
        Planted planted = Planted.text(TEXT).answer(" Yes");
        int question = planted.token("What");
        return planted.advice((q, k) -> k >= question ? atQuestion : 1);
    }

    private static Move instruction(AdviceComparison comparison) {
        return comparison.moves().stream()
                .filter(move -> move.key().equals("instruction.from_answer"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingMovesBetweenEqualPrompts() {
        AdviceComparison same = AdviceComparison.of(looking(2), looking(2));
        assertThat(same.moved()).isEmpty();
        assertThat(same.answer().changed()).isFalse();
        assertThat(instruction(same).movement()).isEqualTo(Movement.DID_NOT_MOVE);
        assertThat(same.moves())
                .filteredOn(move -> move.key().equals("anchors.lift"))
                .extracting(Move::movement)
                .containsExactly(Movement.NOT_COMPARABLE);
    }

    @Test
    void onlyWhatExceedsTheNoiseBoundMoved() {
        assertThat(instruction(AdviceComparison.of(looking(1), looking(1.2))).movement())
                .isEqualTo(Movement.DID_NOT_MOVE);
        Move up = instruction(AdviceComparison.of(looking(1), looking(3)));
        assertThat(up.movement()).isEqualTo(Movement.UP);
        assertThat(up.before().orElseThrow()).isCloseTo(1, within(1e-5));
        assertThat(up.after().orElseThrow()).isCloseTo(12.0 / 21 / (4.0 / 13), within(1e-5));
        assertThat(instruction(AdviceComparison.of(looking(3), looking(1))).movement())
                .isEqualTo(Movement.DOWN);
        NoiseBound wide = new NoiseBound(0.9, 0);
        assertThat(AdviceComparison.of(looking(1), looking(3), wide).moved()).isEmpty();
        assertThatThrownBy(() -> new NoiseBound(Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhereAnswersPartAndHowProbableTheChoiceWas() {
        Planted planted = Planted.text(TEXT);
        Answer first = answer(new String[] {"a", "b", "c"}, 0.5, 0.25, 1);
        Answer second = answer(new String[] {"a", "x", "y", "c"}, 0.5, 0.75, 1, 1);
        AnswerChange change = AnswerChange.of(first, second);
        assertThat(change.first()).isEqualTo(1);
        assertThat(change.common()).isEqualTo("a");
        assertThat(change.removed()).isEqualTo("b");
        assertThat(change.added()).isEqualTo("xy");
        assertThat(change.firstBefore().text()).isEqualTo("b");
        assertThat(change.firstBefore().before()).hasValue(0.25);
        assertThat(change.firstBefore().after()).isEmpty();
        assertThat(change.firstAfter().after()).hasValue(0.75);
        assertThat(first.meanProbability().orElseThrow())
                .isCloseTo(Math.cbrt(0.125), within(1e-12));
        AnswerChange ended = AnswerChange.of(first, answer(new String[] {"a", "b"}, 1, 1));
        assertThat(ended.first()).isEqualTo(2);
        assertThat(ended.removed()).isEqualTo("c");
        assertThat(ended.firstAfter().text()).isEmpty();
        assertThat(planted.advice(Planted::uniform).answer().meanProbability()).isEmpty();
    }

    @Test
    void readsProbabilitiesFromTheLogits() {
        // "b" is 3 times as probable as "c" in the row that wrote it.
        float[] row = new float[128];
        Arrays.fill(row, -100);
        row['b'] = (float) Math.log(3);
        row['c'] = 0;
        Answer answer =
                Planted.prompt("x").answer("b").logits(row).advice(Planted::uniform).answer();
        AnswerToken token = answer.tokens().get(0);
        assertThat(token.id()).isEqualTo('b');
        assertThat(token.probability().orElseThrow()).isCloseTo(0.75, within(1e-6));
        assertThat(token.probabilityOf('c').orElseThrow()).isCloseTo(0.25, within(1e-6));
    }

    private static Answer answer(String[] texts, double... probabilities) {
        List<AnswerToken> tokens = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            tokens.add(
                    new AnswerToken(
                            texts[i].charAt(0),
                            texts[i],
                            texts[i],
                            OptionalDouble.of(probabilities[i]),
                            List.of()));
        }
        return new Answer(String.join("", texts), tokens);
    }
}
