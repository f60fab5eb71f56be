package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a head once, row by row, of causal rows what is up to the diagonal, and sums up what its
 * measures and scores are made of. What keys receive is summed over a few rows in single precision,
 * which vectorises, and then in double precision. For one head and one thread.
 */
final class HeadScan {
    private static final int FLUSHED = 32;

    /** Few separators can be far from chance between keys: half the deviations are enough there. */
    private static final double BETWEEN_KEYS = 0.25;

    private final SequenceFacts facts;
    private final int size;
    private final double[] sums = new double[Measure.values().length];

    private final float[] row;
    private final float[] roots;
    private final float[] someReceived;
    private final float[] someRoots;

    /** What each key receives from the rows that count: in a causal model from 1 on. */
    private final double[] received;

    /** The same of square roots, from rows after the key only. */
    private final double[] receivedRoots;

    /** By row: attention beside the first key, and how it varies from key to key. */
    private final double[] rest;

    private final double[] spread;

    /** By row: sum of the square roots of the keys after the first. */
    private final double[] rootSums;

    private final SetSum previousToken;
    private final SetSum duplicateToken;
    private final SetSum inductions;
    private final SetSum localWindow;
    private final SetSum positionBias;

    private double sinkChance;
    private double sinkRoom;
    private double sinkVariance;

    private HeadScan(SequenceFacts facts) {
        this.facts = facts;
        this.size = facts.size();
        this.row = new float[size];
        this.roots = new float[size];
        this.someReceived = new float[size];
        this.someRoots = new float[size];
        this.received = new double[size];
        this.receivedRoots = new double[size];
        this.rest = new double[size];
        this.spread = new double[size];
        this.rootSums = new double[size];
        this.positionBias = new SetSum(facts.keys(Pattern.POSITION_BIAS));
        this.localWindow = new SetSum(facts.keys(Pattern.LOCAL_WINDOW));
        this.inductions = new SetSum(facts.keys(Pattern.INDUCTION));
        this.duplicateToken = new SetSum(facts.keys(Pattern.DUPLICATE_TOKEN));
        this.previousToken = new SetSum(facts.keys(Pattern.PREVIOUS_TOKEN));
    }

    /**
     * What a head does.
     *
     * @param means by measure, NaN where no row has it
     * @param topKey the key that receives most
     * @param topMass what it receives, a row
     * @param scores one a pattern
     */
    record Result(
            Map<Measure, Double> means, int topKey, double topMass, List<PatternScore> scores) {}

    static Result of(SequenceFacts facts, RowReader rows) {
        HeadScan scan = new HeadScan(facts);
        for (int query = 0; query < facts.size(); query++) {
            rows.read(query, scan.row);
            scan.add(query, rows);
            if ((query + 1) % FLUSHED == 0) {
                scan.flush(facts.keys(query));
            }
        }
        scan.flush(facts.size());
        return scan.result();
    }

    private void add(int query, RowReader rows) {
        int keys = facts.keys(query);
        for (int key = 0; key < keys; key++) {
            roots[key] = (float) Math.sqrt(row[key]);
        }
        double total = 0;
        double logarithms = 0;
        double squares = 0;
        double rootSum = 0;
        int signs = 0;
        for (int key = 0; key < keys; key++) {
            double p = row[key];
            int bits = Float.floatToRawIntBits(row[key]);
            signs |= bits;
            total += p;
            squares += p * p;
            rootSum += roots[key];
            logarithms += p * NaturalLogarithm.ofBits(bits);
        }
        rows.check(query, total, signs, row);
        if (keys < 2) {
            return;
        }
        for (int key = 1; key < keys; key++) {
            someReceived[key] += row[key];
        }
        for (int key = 1; key < query; key++) {
            someRoots[key] += roots[key];
        }
        double first = row[0];
        received[0] += first;
        rest[query] = total - first;
        rootSums[query] = rootSum - roots[0];
        spread[query] = spread(squares - first * first, rest[query], keys - 1);
        addSink(total, squares, keys);
        addMeasures(query, total, Math.max(0, -logarithms));
    }

    /** The variance of the keys of a row. */
    private static double spread(double squares, double sum, int keys) {
        return Math.max(0, squares - sum * sum / keys) / keys;
    }

    private void addSink(double total, double squares, int keys) {
        sinkChance += total / keys;
        sinkRoom += total - total / keys;
        sinkVariance += spread(squares, total, keys);
    }

    private void addMeasures(int query, double total, double entropy) {
        add(Measure.ENTROPY, entropy);
        add(Measure.ENTROPY_NORMALIZED, entropy / facts.logarithm(facts.keys(query)));
        add(Measure.SINK, row[0]);
        double previous = query == 0 ? 0 : row[query - 1];
        add(Measure.PREVIOUS_TOKEN, previous);
        add(Measure.CURRENT_TOKEN, row[query]);
        double duplicate = 0;
        for (int key = facts.next(query, query); key >= 0; key = facts.next(query, key)) {
            duplicate += row[key];
        }
        add(Measure.DUPLICATE_TOKEN, duplicate);
        double window = sum(SequenceFacts.windowStart(query), facts.windowEnd(query) - 1);
        add(Measure.LOCAL_WINDOW, window);

        boolean likeFirst = facts.isLikeFirst(query);
        previousToken.add(query, previous);
        duplicateToken.add(query, likeFirst ? duplicate - row[0] : duplicate);
        localWindow.add(query, window);
        if (facts.isCausal()) {
            add(Measure.MEAN_DISTANCE, query * total);
            addEarlier(query);
        } else {
            add(Measure.MEAN_DISTANCE, distance(query));
        }
    }

    /** What is about earlier tokens only. */
    private void addEarlier(int query) {
        double induction = 0;
        for (int key = facts.inductionStart(query); key >= 0; key = facts.next(query, key)) {
            induction += row[key + 1];
        }
        add(Measure.INDUCTION, induction);
        int recentKeys = SequenceFacts.recent(query);
        double recent = sum(query - recentKeys + 1, query);
        add(Measure.RECENCY, recent * (query + 1) / recentKeys);
        inductions.add(query, induction);
        positionBias.add(query, recent);
    }

    private double distance(int query) {
        double distance = 0;
        for (int key = 0; key < size; key++) {
            distance += row[key] * (double) Math.abs(query - key);
        }
        return distance;
    }

    private void add(Measure measure, double value) {
        sums[measure.place()] += value;
    }

    private double sum(int first, int last) {
        // Two sums need not wait for each other.
        double sum = 0;
        double other = 0;
        int key = first;
        for (; key < last; key += 2) {
            sum += row[key];
            other += row[key + 1];
        }
        return sum + other + (key == last ? row[key] : 0);
    }

    /** The attention on a pattern's keys, over the rows that can tell. */
    private static final class SetSum {
        private final int[] keys;
        private double sum;

        SetSum(int[] keys) {
            this.keys = keys;
        }

        void add(int query, double value) {
            sum += keys[query] > 0 ? value : 0;
        }
    }

    private void flush(int keys) {
        for (int key = 1; key < keys; key++) {
            received[key] += someReceived[key];
            receivedRoots[key] += someRoots[key];
        }
        Arrays.fill(someReceived, 0, keys, 0);
        Arrays.fill(someRoots, 0, keys, 0);
    }

    private Result result() {
        int top = 0;
        double separated = 0;
        double distances = 0;
        double restSum = 0;
        for (int key = 0; key < size; key++) {
            top = received[key] > received[top] ? key : top;
            distances += key * received[key];
            separated += facts.isSeparator(key) && key > 0 ? received[key] : 0;
            restSum += rest[key];
        }
        int[] most = KeyFocus.most(received, KeyFocus.FOCUS);
        double focus = 0;
        for (int key : most) {
            focus += received[key];
        }
        if (facts.isCausal()) {
            add(Measure.MEAN_DISTANCE, -distances);
        }
        add(Measure.SEPARATOR, separated);
        Map<Measure, Double> means = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            int rows = facts.rows(measure);
            means.put(measure, rows == 0 ? Double.NaN : sums[measure.place()] / rows);
        }
        if (facts.rows(Measure.GLOBAL_FOCUS) > 0) {
            // A head that looks at nothing but the first token focuses on no other.
            means.put(Measure.GLOBAL_FOCUS, restSum > 0 ? focus / restSum : 0);
        }
        if (facts.rows(Measure.REPEATED_REFERENCE) > 0) {
            means.put(Measure.REPEATED_REFERENCE, KeyFocus.reference(facts, receivedRoots));
        }
        int rows = facts.rows();
        double topMass = rows == 0 ? Double.NaN : received[top] / rows;
        return new Result(means, top, topMass, scores(separated, restSum, most));
    }

    private List<PatternScore> scores(double separated, double restSum, int[] most) {
        List<PatternScore> scores = new ArrayList<>();
        if (size < 2) {
            for (Pattern pattern : Pattern.values()) {
                if (pattern != Pattern.MIXED) {
                    scores.add(PatternScore.undefined(pattern));
                }
            }
            return scores;
        }
        KeyFocus focus = new KeyFocus(facts, rest, spread, restSum);
        for (Pattern pattern : Pattern.values()) {
            switch (pattern) {
                case MIXED -> {}
                case SINK -> scores.add(sink());
                case GLOBAL_FOCUS -> scores.add(focus.globalFocus(received, most));
                case REPEATED_REFERENCE ->
                        scores.add(focus.repeatedReference(receivedRoots, rootSums));
                case SEPARATOR ->
                        scores.add(separator(separated, focus.separatorVariance(received)));
                case PREVIOUS_TOKEN -> scores.add(set(pattern, previousToken.sum, 0));
                case LOCAL_WINDOW -> scores.add(set(pattern, localWindow.sum, 0));
                case POSITION_BIAS -> scores.add(set(pattern, positionBias.sum, 0));
                case DUPLICATE_TOKEN ->
                        scores.add(set(pattern, duplicateToken.sum, byColumn(pattern)));
                case INDUCTION -> scores.add(set(pattern, inductions.sum, byColumn(pattern)));
            }
        }
        return scores;
    }

    private PatternScore sink() {
        double excess = received[0] - sinkChance;
        double all = sinkChance + sinkRoom;
        return new PatternScore(Pattern.SINK, excess, sinkRoom, sinkVariance, 0, all, facts.rows());
    }

    private PatternScore separator(double separated, double variance) {
        double value = separated;
        for (int query = 1; query <= facts.separatorsAtStart(); query++) {
            value -= rest[query];
        }
        PatternScore score = set(Pattern.SEPARATOR, value, 0);
        return score.withVariance(Math.max(score.variance(), BETWEEN_KEYS * variance));
    }

    /**
     * The score of a set of keys.
     *
     * @param value the sum of its attention over the rows that can tell
     * @param byColumn what it would be by another chance; the larger one counts
     */
    private PatternScore set(Pattern pattern, double value, double byColumn) {
        int[] keys = facts.keys(pattern);
        double chance = 0;
        double mass = 0;
        double variance = 0;
        int rows = 0;
        for (int query = facts.firstRow(); query < size; query++) {
            int k = keys[query];
            if (k > 0) {
                int n = facts.others(query);
                rows++;
                mass += rest[query];
                chance += rest[query] * k / n;
                // Sum of k of the row's n keys drawn without putting back.
                variance += spread[query] * k * (n - k) / (n - 1);
            }
        }
        chance = Math.max(chance, byColumn);
        return new PatternScore(pattern, value - chance, mass - chance, variance, 0, mass, rows);
    }

    /**
     * What patterns of equal tokens would have if every row looked at keys as all rows together do:
     * a head that always looks at one key meets the token's equals without knowing.
     */
    private double byColumn(Pattern pattern) {
        int[] keys = facts.keys(pattern);
        double all = 0;
        double sum = 0;
        int seen = 1;
        for (int query = facts.firstRow(); query < size; query++) {
            for (; seen < facts.keys(query); seen++) {
                all += rate(seen);
            }
            if (keys[query] > 0 && all > 0) {
                sum += rest[query] * rateOfSet(pattern, query) / all;
            }
        }
        return sum;
    }

    private double rateOfSet(Pattern pattern, int query) {
        double rates = 0;
        if (pattern == Pattern.INDUCTION) {
            for (int key = facts.inductionStart(query); key >= 0; key = facts.next(query, key)) {
                rates += rate(key + 1);
            }
            return rates;
        }
        for (int key = facts.next(query, query); key >= 0; key = facts.next(query, key)) {
            rates += key >= 1 ? rate(key) : 0;
        }
        return rates;
    }

    /** What a row that sees a key gives to it on average. */
    private double rate(int key) {
        return received[key] / facts.rowsThatSee(key);
    }
}
