package io.github.headlight.analysis.profile;

import java.util.Arrays;

/**
 * Scores of patterns that are of keys and not of rows: a few keys that everybody looks at, one that
 * later rows return to, separators.
 */
final class KeyFocus {
    /** How many keys are a focus. */
    static final int FOCUS = 3;

    private final SequenceFacts facts;
    private final int size;
    private final double[] rest;
    private final double[] spread;
    private final double restSum;

    /**
     * Of a head.
     *
     * @param rest attention beside the first key, by row
     * @param spread its variance from key to key, by row
     * @param restSum sum of the rest of all rows
     */
    KeyFocus(SequenceFacts facts, double[] rest, double[] spread, double restSum) {
        this.facts = facts;
        this.size = facts.size();
        this.rest = rest;
        this.spread = spread;
        this.restSum = restSum;
    }

    /** The keys after the first that receive most, at most so many. */
    static int[] most(double[] received, int count) {
        int[] keys = new int[Math.max(0, Math.min(count, received.length - 1))];
        int found = 0;
        for (int key = 1; key < received.length; key++) {
            int at = found;
            while (at > 0 && received[keys[at - 1]] < received[key]) {
                at--;
            }
            if (at < keys.length) {
                found = Math.min(found + 1, keys.length);
                System.arraycopy(keys, at, keys, at + 1, found - 1 - at);
                keys[at] = key;
            }
        }
        return keys;
    }

    /** The measure {@code REPEATED_REFERENCE}. */
    static double reference(SequenceFacts facts, double[] receivedRoots) {
        double most = 0;
        for (int key = 1; key < facts.size(); key++) {
            if (facts.isReference(key)) {
                double mean = receivedRoots[key] / (facts.size() - 1 - key);
                most = Math.max(most, mean * mean);
            }
        }
        return most;
    }

    /**
     * Even attention of a causal head gives most to the first keys, which all rows see; the score
     * is beyond that, the deviations are of the very keys.
     */
    PatternScore globalFocus(double[] received, int[] most) {
        int[] keys = most.clone();
        Arrays.sort(keys);
        if (size - 1 <= keys.length) {
            return PatternScore.undefined(Pattern.GLOBAL_FOCUS);
        }
        double value = 0;
        for (int key : keys) {
            value += received[key];
        }
        double even = 0;
        double variance = 0;
        for (int query = facts.firstRow(); query < size; query++) {
            int n = facts.others(query);
            even += rest[query] * Math.min(keys.length, n) / n;
            int seen = 0;
            while (seen < keys.length && keys[seen] <= n) {
                seen++;
            }
            variance += n == 1 ? 0 : spread[query] * seen * (n - seen) / (n - 1);
        }
        return new PatternScore(
                Pattern.GLOBAL_FOCUS,
                value - even,
                restSum - even,
                variance,
                logChoices(size - 1, keys.length),
                restSum,
                facts.rows());
    }

    /** Logarithm of the number of ways to choose so many of n. */
    static double logChoices(int n, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.log((n - i) / (double) (i + 1));
        }
        return sum;
    }

    /**
     * The steadiest key beside the sink: {@code (Σ_{i > j} √A[i,j])² / (n_j · Σ_{i > j} r_i)} with
     * n_j later rows whose rest is r. The variance of the sum of roots, at most {@code Σ r_i / i},
     * is carried over to its square.
     */
    PatternScore repeatedReference(double[] receivedRoots, double[] rootSums) {
        if (!facts.isCausal()) {
            return PatternScore.undefined(Pattern.REPEATED_REFERENCE);
        }
        double laterRest = 0;
        double laterEven = 0;
        double laterVariance = 0;
        int choices = 0;
        PatternScore best = PatternScore.undefined(Pattern.REPEATED_REFERENCE);
        for (int key = size - 2; key >= 1; key--) {
            int query = key + 1;
            laterRest += rest[query];
            laterEven += Math.sqrt(rest[query] / query);
            double mean = rootSums[query] / query;
            laterVariance += Math.max(0, rest[query] / query - mean * mean);
            if (facts.isReference(key) && laterRest > 0) {
                choices++;
                int rows = size - 1 - key;
                double roots = receivedRoots[key];
                double slope = 2 * roots / laterRest;
                PatternScore score =
                        new PatternScore(
                                Pattern.REPEATED_REFERENCE,
                                (roots * roots - laterEven * laterEven) / laterRest,
                                rows - laterEven * laterEven / laterRest,
                                slope * slope * laterVariance,
                                0,
                                laterRest,
                                rows);
                if (score.isDefined() && !(score.score() <= best.score())) {
                    best = score;
                }
            }
        }
        return best.amongChoices(choices);
    }

    /**
     * How much the separators' share varies if the keys that receive what they receive are others
     * by chance: a head that looks at one key all the time has not chosen it for being a separator.
     */
    double separatorVariance(double[] received) {
        double even = facts.isCausal() ? 0 : restSum / (size - 1);
        double squares = 0;
        int separators = 0;
        for (int key = size - 1; key >= 1; key--) {
            even += facts.isCausal() ? rest[key] / key : 0;
            double beyond = received[key] - even;
            squares += beyond * beyond;
            separators += facts.isSeparator(key) ? 1 : 0;
        }
        double keys = size - 1;
        return size < 3 ? 0 : squares / keys * separators * (keys - separators) / (keys - 1);
    }
}
