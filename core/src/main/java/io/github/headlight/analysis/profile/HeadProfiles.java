package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.error.CaptureException;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What every head of a capture does: its measures, and the pattern that they show. Immutable.
 *
 * <p>A full capture is read once, causal rows up to their diagonals, on all cores; from one of
 * statistics come the measures that it has and the scores that follow from them.
 */
public final class HeadProfiles {
    private final ModelSpec model;
    private final List<HeadProfile> heads;
    private final HeadStatistics statistics;
    private final Map<Measure, Double> even;

    private HeadProfiles(
            ModelSpec model,
            List<HeadProfile> heads,
            HeadStatistics statistics,
            Map<Measure, Double> even) {
        this.model = model;
        this.heads = heads;
        this.statistics = statistics;
        this.even = even;
    }

    /**
     * {@return the profiles of a capture}
     *
     * @param attention a full capture, or one with {@code stats}
     * @throws CaptureException if it is neither, or if a row is no probabilities
     */
    public static HeadProfiles of(Attention attention) {
        return of(attention, PatternThresholds.DEFAULT);
    }

    /**
     * {@return the profiles of a capture}
     *
     * @param attention a full capture, or one with {@code stats}
     * @param thresholds when a pattern counts
     * @throws CaptureException if it is neither, or if a row is no probabilities
     */
    public static HeadProfiles of(Attention attention, PatternThresholds thresholds) {
        SequenceFacts facts = SequenceFacts.of(attention);
        boolean onlyStatistics = !attention.plan().has(CapturePart.Full.class);
        ModelSpec model = attention.model();
        int count = model.layers() * model.heads();
        List<HeadScan.Result> results =
                onlyStatistics
                        ? StatisticsScores.of(facts, attention.statistics())
                        : scanAll(facts, attention, count);
        List<HeadProfile> heads =
                IntStream.range(0, count)
                        .mapToObj(i -> profile(model, i, results.get(i), thresholds))
                        .toList();
        HeadStatistics statistics =
                onlyStatistics ? attention.statistics() : statistics(facts, model, results);
        return new HeadProfiles(model, heads, statistics, even(facts).means());
    }

    private static List<HeadScan.Result> scanAll(
            SequenceFacts facts, Attention attention, int count) {
        try {
            return IntStream.range(0, count)
                    .parallel()
                    .mapToObj(i -> scan(facts, attention, i))
                    .toList();
        } catch (CaptureException e) {
            // Of several bad heads the first is named, whichever thread was faster.
            IntStream.range(0, count).forEach(i -> scan(facts, attention, i));
            throw e;
        }
    }

    private static HeadScan.Result scan(SequenceFacts facts, Attention attention, int index) {
        int layer = index / attention.model().heads();
        int head = index % attention.model().heads();
        AttentionMatrix matrix = attention.tensor().head(layer, head);
        return HeadScan.of(facts, new HeadRows(matrix, attention.model().direction(), layer, head));
    }

    /** What even attention over all keys that the query sees gives. */
    private static HeadScan.Result even(SequenceFacts facts) {
        return HeadScan.of(
                facts,
                (query, target) ->
                        Arrays.fill(target, 0, facts.keys(query), 1f / facts.keys(query)));
    }

    private static HeadProfile profile(
            ModelSpec model, int index, HeadScan.Result result, PatternThresholds thresholds) {
        int head = index % model.heads();
        double sink = result.means().get(Measure.SINK);
        return new HeadProfile(
                index / model.heads(),
                head,
                model.kvHeadOf(head),
                result.means(),
                Double.isNaN(result.topMass())
                        ? Optional.empty()
                        : Optional.of(new HeadProfile.TopKey(result.topKey(), result.topMass())),
                result.scores(),
                PatternLabel.of(result.scores(), sink, thresholds));
    }

    private static HeadStatistics statistics(
            SequenceFacts facts, ModelSpec model, List<HeadScan.Result> results) {
        Measure[] measures = Measure.values();
        int[] rows = new int[measures.length];
        for (Measure measure : measures) {
            rows[measure.place()] = facts.rows(measure);
        }
        float[] values = new float[results.size() * measures.length];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    results.get(i / measures.length)
                            .means()
                            .get(measures[i % measures.length])
                            .floatValue();
        }
        return new HeadStatistics(model.layers(), model.heads(), rows, values);
    }

    /** {@return all heads, layer after layer} */
    public List<HeadProfile> heads() {
        return heads;
    }

    /**
     * {@return the profile of a head}
     *
     * @param layer from 0
     * @param head from 0
     */
    public HeadProfile head(int layer, int head) {
        if (layer < 0 || layer >= model.layers() || head < 0 || head >= model.heads()) {
            throw new IndexOutOfBoundsException(
                    "head "
                            + layer
                            + "."
                            + head
                            + " does not exist: there are layers 0 to "
                            + (model.layers() - 1)
                            + " of heads 0 to "
                            + (model.heads() - 1));
        }
        return heads.get(layer * model.heads() + head);
    }

    /**
     * {@return the number of rows that a measure is the mean of, the same for all heads}
     *
     * @param measure which
     */
    public int rows(Measure measure) {
        return statistics.rows(measure);
    }

    /** {@return the measures alone, in single precision} */
    public HeadStatistics statistics() {
        return statistics;
    }

    /**
     * {@return what a measure is if every query spreads its attention evenly over all keys that it
     * sees, with the same tokens; NaN if no row has it}
     *
     * @param measure which
     */
    public double even(Measure measure) {
        return even.get(measure);
    }
}
