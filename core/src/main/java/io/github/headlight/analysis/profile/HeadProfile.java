package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a head does.
 *
 * @param layer from 0
 * @param head from 0
 * @param kvHead the key/value head that it reads, from 0
 * @param measures every measure; NaN where no row has it
 * @param topKey the key that receives most, where it is known
 * @param scores one a pattern, in the order of {@link Pattern}; {@link Pattern#MIXED} is left out,
 *     and of a causal head {@link Pattern#NEXT_TOKEN}
 * @param label what it is called
 */
public record HeadProfile(
        int layer,
        int head,
        int kvHead,
        Map<Measure, Double> measures,
        Optional<TopKey> topKey,
        List<PatternScore> scores,
        PatternLabel label) {
    public HeadProfile {
        measures = Collections.unmodifiableMap(new EnumMap<>(measures));
        scores = List.copyOf(scores);
    }

    /**
     * A key, and what it receives of all attention.
     *
     * @param index of the token
     * @param mass mean weight on it over the rows from 1 on
     */
    public record TopKey(int index, double mass) {}

    /**
     * {@return a measure, NaN if no row has it}
     *
     * @param measure which
     */
    public double measure(Measure measure) {
        return measures.get(measure);
    }

    /** {@return what the head is called} */
    public Pattern pattern() {
        return label.pattern();
    }

    /**
     * {@return how much the head shows a pattern}
     *
     * @param pattern which; not {@link Pattern#MIXED}
     */
    public PatternScore score(Pattern pattern) {
        return scores.stream()
                .filter(score -> score.pattern() == pattern)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "pattern " + pattern.key() + " has no score"));
    }
}
