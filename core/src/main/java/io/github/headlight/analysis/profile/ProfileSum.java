package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Measure;
import io.github.headlight.model.ModelSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Sums up the profiles of many prompts, one after the other, in memory that does not grow with
 * their number. Intervals are by the Poisson bootstrap: in each of 400 replicates every prompt
 * counts a random number of times, by a Poisson distribution of mean 1, the same for all heads. For
 * one thread.
 *
 * @see <a href="https://doi.org/10.1016/j.cmpb.2006.04.006">Hanley and MacGibbon 2006</a>
 */
public final class ProfileSum {
    private static final int REPLICATES = 400;
    private static final double TAIL = 0.025;
    private static final long SEED = 20_060_801;

    private final ModelSpec model;
    private final PatternThresholds thresholds;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Head> heads = new ArrayList<>();

    /** How often the prompts that have a measure count, {@code [measure, replicate]}. */
    private final double[][] weights = new double[Measure.values().length][REPLICATES];

    private int prompts;

    /**
     * Starts with nothing.
     *
     * @param model that the captures are of: its layers and heads
     * @param thresholds when a pattern counts
     */
    public ProfileSum(ModelSpec model, PatternThresholds thresholds) {
        this.model = model;
        this.thresholds = thresholds;
        for (int i = 0; i < model.layers() * model.heads(); i++) {
            heads.add(new Head());
        }
    }

    /** What is summed up of one head. */
    private static final class Head {
        final int[] counts = new int[Measure.values().length];
        final double[] means = new double[counts.length];
        final double[] squares = new double[counts.length];
        final double[][] replicates = new double[counts.length][REPLICATES];
        final Map<Pattern, Integer> labels = new EnumMap<>(Pattern.class);
        List<PatternScore> scores = List.of();
    }

    /**
     * Adds the profiles of a prompt.
     *
     * @param profiles of a capture of the model
     * @throws IllegalArgumentException if they are of another number of heads
     */
    public void add(HeadProfiles profiles) {
        HeadProfile last = profiles.heads().get(profiles.heads().size() - 1);
        if (last.layer() + 1 != model.layers() || last.head() + 1 != model.heads()) {
            throw new IllegalArgumentException(
                    "expected profiles of "
                            + model.layers()
                            + " layers of "
                            + model.heads()
                            + " heads, found "
                            + (last.layer() + 1)
                            + " of "
                            + (last.head() + 1));
        }
        int[] times = new int[REPLICATES];
        Arrays.setAll(times, i -> poisson());
        for (Measure measure : Measure.values()) {
            if (profiles.rows(measure) > 0) {
                add(times, weights[measure.place()], 1);
            }
        }
        for (int i = 0; i < heads.size(); i++) {
            add(heads.get(i), profiles.heads().get(i), times);
        }
        prompts++;
    }

    /** A number with the Poisson distribution of mean 1, by Knuth's products of random numbers. */
    private int poisson() {
        int number = 0;
        for (double product = random.nextDouble();
                product > 1 / Math.E;
                product *= random.nextDouble()) {
            number++;
        }
        return number;
    }

    private static void add(int[] times, double[] sums, double value) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += times[i] * value;
        }
    }

    private static void add(Head head, HeadProfile profile, int[] times) {
        for (Measure measure : Measure.values()) {
            double value = profile.measure(measure);
            if (!Double.isNaN(value)) {
                int at = measure.place();
                // Welford's recurrence.
                double before = value - head.means[at];
                head.counts[at]++;
                head.means[at] += before / head.counts[at];
                head.squares[at] += before * (value - head.means[at]);
                add(times, head.replicates[at], value);
            }
        }
        head.labels.merge(profile.pattern(), 1, Integer::sum);
        if (head.scores.isEmpty()) {
            head.scores = profile.scores();
            return;
        }
        List<PatternScore> sum = new ArrayList<>();
        for (int i = 0; i < head.scores.size(); i++) {
            sum.add(head.scores.get(i).plus(profile.scores().get(i)));
        }
        head.scores = sum;
    }

    /** {@return how many prompts were added} */
    public int prompts() {
        return prompts;
    }

    /**
     * {@return what the heads do, layer after layer}
     *
     * @throws IllegalStateException if no prompt was added
     */
    public List<HeadSummary> summaries() {
        if (prompts == 0) {
            throw new IllegalStateException("no prompt was added");
        }
        List<HeadSummary> summaries = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            summaries.add(summary(i));
        }
        return summaries;
    }

    private HeadSummary summary(int index) {
        Head head = heads.get(index);
        Map<Measure, MeasureSummary> measures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            measures.put(measure, summary(head, measure.place()));
        }
        int number = index % model.heads();
        return new HeadSummary(
                index / model.heads(),
                number,
                model.kvHeadOf(number),
                measures,
                head.scores,
                PatternLabel.of(head.scores, measures.get(Measure.SINK).mean(), thresholds),
                head.labels);
    }

    private MeasureSummary summary(Head head, int at) {
        int count = head.counts[at];
        if (count == 0) {
            return new MeasureSummary(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        if (count == 1) {
            return new MeasureSummary(1, head.means[at], Double.NaN, Double.NaN, Double.NaN);
        }
        double[] means = new double[REPLICATES];
        int found = 0;
        for (int i = 0; i < REPLICATES; i++) {
            // A replicate may leave out every prompt that has the measure.
            if (weights[at][i] > 0) {
                means[found++] = head.replicates[at][i] / weights[at][i];
            }
        }
        Arrays.sort(means, 0, found);
        return new MeasureSummary(
                count,
                head.means[at],
                Math.sqrt(head.squares[at] / (count - 1)),
                quantile(means, found, TAIL),
                quantile(means, found, 1 - TAIL));
    }

    /** Between the two nearest of sorted numbers. */
    private static double quantile(double[] sorted, int count, double part) {
        double at = part * (count - 1);
        int below = (int) at;
        int above = Math.min(below + 1, count - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
