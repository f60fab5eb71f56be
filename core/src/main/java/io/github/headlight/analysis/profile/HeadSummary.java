package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a head does over many prompts.
 *
 * @param layer from 0
 * @param head from 0
 * @param kvHead the key/value head that it reads, from 0
 * @param measures every measure
 * @param scores one a pattern, over the rows of all prompts
 * @param label what the head is called by those scores
 * @param labels in how many prompts it was called what
 */
public record HeadSummary(
        int layer,
        int head,
        int kvHead,
        Map<Measure, MeasureSummary> measures,
        List<PatternScore> scores,
        PatternLabel label,
        Map<Pattern, Integer> labels) {
    public HeadSummary {
        measures = Collections.unmodifiableMap(new EnumMap<>(measures));
        scores = List.copyOf(scores);
        EnumMap<Pattern, Integer> counts = new EnumMap<>(Pattern.class);
        counts.putAll(labels);
        labels = Collections.unmodifiableMap(counts);
    }
}
