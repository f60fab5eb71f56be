package io.github.headlight.analysis.profile;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The pattern that a head is called by.
 *
 * <p>A pattern is a candidate if its score, its distance from chance, its rows and the attention
 * beside the first token in them reach the thresholds. Of the candidates the one with the largest
 * score is taken, or one that is more specific (the token before the query is in the window, a
 * steady reference is a focus) if its score is nearly as large. Without any candidate a head that
 * gives most attention to the first token is a sink, and others are mixed.
 *
 * @param pattern the pattern
 * @param score its score, 0 to 1; 0 if mixed
 */
public record PatternLabel(Pattern pattern, double score) {
    /** Of a head without any pattern. */
    public static final PatternLabel MIXED = new PatternLabel(Pattern.MIXED, 0);

    /**
     * {@return what a head with some scores is called}
     *
     * @param scores one a pattern
     * @param sink mean attention to the first token, 0 to 1
     * @param thresholds when a pattern counts
     */
    public static PatternLabel of(
            List<PatternScore> scores, double sink, PatternThresholds thresholds) {
        Predicate<PatternScore> counts = score -> counts(score, thresholds);
        List<PatternScore> candidates =
                scores.stream()
                        .filter(score -> score.pattern() != Pattern.SINK)
                        .filter(counts)
                        .filter(score -> score.share() >= thresholds.rest())
                        .toList();
        if (!candidates.isEmpty()) {
            return mostSpecific(candidates, thresholds.specific());
        }
        return scores.stream()
                .filter(score -> score.pattern() == Pattern.SINK)
                .filter(score -> sink >= thresholds.sink())
                .filter(counts)
                .findAny()
                .map(score -> new PatternLabel(Pattern.SINK, score.score()))
                .orElse(MIXED);
    }

    private static boolean counts(PatternScore score, PatternThresholds thresholds) {
        return score.rows() >= thresholds.rows()
                && score.score() >= thresholds.score()
                && score.deviations() >= thresholds.deviations();
    }

    private static PatternLabel mostSpecific(List<PatternScore> candidates, double share) {
        PatternScore best =
                candidates.stream()
                        .max(Comparator.comparingDouble(PatternScore::score))
                        .orElseThrow();
        return candidates.stream()
                .filter(score -> score.pattern().isWithin(best.pattern()))
                .filter(score -> score.score() >= share * best.score())
                .max(
                        Comparator.comparingInt((PatternScore score) -> score.pattern().depth())
                                .thenComparingDouble(PatternScore::score))
                .map(score -> new PatternLabel(score.pattern(), score.score()))
                .orElseGet(() -> new PatternLabel(best.pattern(), best.score()));
    }
}
