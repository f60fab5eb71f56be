package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a rewritten prompt moved, on the same measures, and whether the answer changed. That both
 * happened does not say that one made the other.
 *
 * @param before the first prompt
 * @param after the second
 * @param moves all figures of either, in the order of the rules
 * @param answer whether the answer changed
 * @param bound how much a figure must change to have moved
 */
public record AdviceComparison(
        PromptAdvice before,
        PromptAdvice after,
        List<Move> moves,
        AnswerChange answer,
        NoiseBound bound) {
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
        Map<String, Figure> left = figures(before);
        Map<String, Figure> right = figures(after);
        Map<String, Figure> all = new LinkedHashMap<>(left);
        right.forEach(all::putIfAbsent);
        List<Move> moves = new ArrayList<>();
        all.forEach(
                (key, figure) ->
                        moves.add(
                                move(figure, value(left.get(key)), value(right.get(key)), bound)));
        return new AdviceComparison(
                before, after, moves, AnswerChange.of(before.answer(), after.answer()), bound);
    }

    private static Map<String, Figure> figures(PromptAdvice advice) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        advice.findings().forEach(f -> f.figures().forEach(g -> figures.put(g.key(), g)));
        return figures;
    }

    private static OptionalDouble value(Figure figure) {
        return figure == null ? OptionalDouble.empty() : figure.value();
    }

    private static Move move(
            Figure figure, OptionalDouble before, OptionalDouble after, NoiseBound bound) {
        Movement movement =
                before.isPresent() && after.isPresent()
                        ? bound.of(before.getAsDouble(), after.getAsDouble())
                        : Movement.NOT_COMPARABLE;
        return new Move(figure.key(), figure.label(), before, after, movement);
    }

    /** {@return the figures that moved} */
    public List<Move> moved() {
        return moves.stream()
                .filter(m -> m.movement() == Movement.UP || m.movement() == Movement.DOWN)
                .toList();
    }
}
