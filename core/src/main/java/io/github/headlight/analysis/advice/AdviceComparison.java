package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a rewritten prompt moved, on the same measures, and whether the answer changed. That both
 * happened does not say that one made the other.
 *
 * @param before the first prompt
 * @param after the second
 * @param moves the figures of all rules, in their order; words are compared if both prompts report
 *     them, the first three
 * @param answer whether the answer changed
 * @param bound how much a figure must change to have moved
 */
public record AdviceComparison(
        PromptAdvice before,
        PromptAdvice after,
        List<Move> moves,
        AnswerChange answer,
        NoiseBound bound) {
    /** Words have two figures each. */
    private static final int MOST_OF_A_RULE = 6;

    public AdviceComparison {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(bound, "bound");
        moves = List.copyOf(moves);
    }

    /**
     * {@return the comparison of two prompts, with the default noise bound}
     *
     * @param before the first prompt
     * @param after the second
     */
    public static AdviceComparison of(PromptAdvice before, PromptAdvice after) {
        return of(before, after, NoiseBound.DEFAULT);
    }

    /**
     * {@return the comparison of two prompts}
     *
     * @param before the first prompt
     * @param after the second
     * @param bound how much a figure must change to have moved
     */
    public static AdviceComparison of(PromptAdvice before, PromptAdvice after, NoiseBound bound) {
        List<Move> moves = new ArrayList<>();
        for (int rule = 0; rule < before.findings().size(); rule++) {
            Map<String, Figure> left = byKey(before.findings().get(rule));
            Map<String, Figure> right = byKey(after.findings().get(rule));
            left.entrySet().stream()
                    .filter(figure -> right.containsKey(figure.getKey()))
                    .limit(MOST_OF_A_RULE)
                    .forEach(
                            figure ->
                                    moves.add(
                                            move(
                                                    figure.getValue(),
                                                    right.get(figure.getKey()),
                                                    bound)));
        }
        return new AdviceComparison(
                before, after, moves, AnswerChange.of(before.answer(), after.answer()), bound);
    }

    private static Map<String, Figure> byKey(Finding finding) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        finding.figures().forEach(figure -> figures.put(figure.key(), figure));
        return figures;
    }

    private static Move move(Figure before, Figure after, NoiseBound bound) {
        boolean defined = before.value().isPresent() && after.value().isPresent();
        Movement movement =
                defined
                        ? bound.of(before.value().getAsDouble(), after.value().getAsDouble())
                        : Movement.NOT_COMPARABLE;
        return new Move(before.key(), before.label(), before.value(), after.value(), movement);
    }

    /** {@return the figures that moved} */
    public List<Move> moved() {
        return moves.stream()
                .filter(m -> m.movement() == Movement.UP || m.movement() == Movement.DOWN)
                .toList();
    }
}
