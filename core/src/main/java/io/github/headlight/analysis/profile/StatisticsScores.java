package io.github.headlight.analysis.profile;

import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Scores from statistics alone, where no row is known: every row is taken to give the same to the
 * first token, and the variance is that of rows that look at one key, the largest there is.
 * Position bias and repeated reference cannot be told from statistics.
 */
final class StatisticsScores {
    private final SequenceFacts facts;
    private final int size;
    private final Map<Measure, Double> means;
    private final double rest;

    private StatisticsScores(SequenceFacts facts, Map<Measure, Double> means) {
        this.facts = facts;
        this.size = facts.size();
        this.means = means;
        this.rest = Math.max(0, 1 - means.get(Measure.SINK));
    }

    static List<HeadScan.Result> of(SequenceFacts facts, HeadStatistics statistics) {
        List<HeadScan.Result> results = new ArrayList<>();
        for (int layer = 0; layer < statistics.layers(); layer++) {
            for (int head = 0; head < statistics.heads(); head++) {
                Map<Measure, Double> means = new EnumMap<>(Measure.class);
                for (Measure measure : Measure.values()) {
                    means.put(measure, (double) statistics.get(layer, head, measure));
                }
                List<PatternScore> scores = new StatisticsScores(facts, means).scores();
                results.add(new HeadScan.Result(means, 0, Double.NaN, scores));
            }
        }
        return results;
    }

    private List<PatternScore> scores() {
        List<PatternScore> scores = new ArrayList<>();
        for (Pattern pattern : Pattern.values()) {
            if (pattern != Pattern.MIXED) {
                scores.add(size < 2 ? PatternScore.undefined(pattern) : score(pattern));
            }
        }
        return scores;
    }

    private PatternScore score(Pattern pattern) {
        return switch (pattern) {
            case SINK -> sink();
            case GLOBAL_FOCUS -> globalFocus();
            // Row 1 looks back at the first token: what it gives, at most 1, is not of the rest.
            case PREVIOUS_TOKEN -> set(pattern, sum(Measure.PREVIOUS_TOKEN) - 1);
            case LOCAL_WINDOW ->
                    set(pattern, sum(Measure.LOCAL_WINDOW) - rest * undecided(pattern));
            case SEPARATOR ->
                    set(pattern, sum(Measure.SEPARATOR) - rest * facts.separatorsAtStart());
            case DUPLICATE_TOKEN ->
                    set(pattern, sum(Measure.DUPLICATE_TOKEN) - (1 - rest) * facts.rowsLikeFirst());
            case INDUCTION -> set(pattern, sum(Measure.INDUCTION));
            default -> PatternScore.undefined(pattern);
        };
    }

    private double sum(Measure measure) {
        int rows = facts.rows(measure);
        return rows == 0 ? 0 : means.get(measure) * rows;
    }

    /** Rows, from 1 on, that see nothing but the window. */
    private int undecided(Pattern pattern) {
        int rows = 0;
        for (int query = facts.firstRow(); query < size; query++) {
            rows += facts.keys(pattern)[query] == 0 ? 1 : 0;
        }
        return rows;
    }

    private PatternScore sink() {
        double chance = 0;
        double variance = 0;
        for (int query = facts.firstRow(); query < size; query++) {
            int keys = facts.keys(query);
            chance += 1.0 / keys;
            variance += (1 - 1.0 / keys) / keys;
        }
        int rows = facts.rows();
        return new PatternScore(
                Pattern.SINK, sum(Measure.SINK) - chance, rows - chance, variance, 0, rows, rows);
    }

    private PatternScore set(Pattern pattern, double value) {
        double chance = 0;
        double variance = 0;
        int rows = 0;
        for (int query = facts.firstRow(); query < size; query++) {
            double part = (double) facts.keys(pattern)[query] / facts.others(query);
            if (part > 0) {
                rows++;
                chance += rest * part;
                variance += variance(part);
            }
        }
        double mass = rest * rows;
        return new PatternScore(pattern, value - chance, mass - chance, variance, 0, mass, rows);
    }

    private PatternScore globalFocus() {
        int rows = facts.rows();
        if (size - 1 <= KeyFocus.FOCUS) {
            return PatternScore.undefined(Pattern.GLOBAL_FOCUS);
        }
        double even = 0;
        double variance = 0;
        for (int query = facts.firstRow(); query < size; query++) {
            double part = Math.min(1, (double) KeyFocus.FOCUS / facts.others(query));
            even += rest * part;
            variance += variance(part);
        }
        double mass = rest * rows;
        double value = means.get(Measure.GLOBAL_FOCUS) * mass;
        return new PatternScore(
                Pattern.GLOBAL_FOCUS,
                value - even,
                mass - even,
                variance,
                KeyFocus.logChoices(size - 1, KeyFocus.FOCUS),
                mass,
                rows);
    }

    /** Of a row that gives the rest to one key, which is in the set with a chance. */
    private double variance(double part) {
        return rest * rest * part * (1 - part);
    }
}
