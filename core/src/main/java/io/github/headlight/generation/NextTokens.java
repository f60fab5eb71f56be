package io.github.headlight.generation;

import io.github.headlight.error.ModelRunException;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The tokens that may come next, and how likely each is, by the rules of {@link Sampling}. Its
 * arrays are used again for every row.
 *
 * <p>The rules are those of transformers 4 and 5 (generation/logits_process.py), computed in double
 * precision. Among equal logits at the border of top-p, where transformers leaves the order to its
 * sort, the lower id stays.
 */
final class NextTokens {
    private final Sampling sampling;

    /** The logits of the row after the repetition penalty. */
    private final float[] scores;

    /** The probability of each kept id, not yet divided by their sum; the highest is 1. */
    private final double[] weights;

    /** What is kept, at the front: the first {@link #count}. */
    private final int[] ids;

    private final Ranking ranking;
    private int count;
    private int best;

    NextTokens(Sampling sampling, int vocabulary) {
        this.sampling = sampling;
        this.scores = new float[vocabulary];
        this.weights = new double[vocabulary];
        this.ids = new int[vocabulary];
        this.ranking = new Ranking(ids, scores);
    }

    /** Reads a row of logits, and applies the repetition penalty. */
    void read(FloatBuffer row, BitSet seen) {
        if (row.remaining() != scores.length) {
            throw new IllegalArgumentException(
                    "expected a row of " + scores.length + " logits, found " + row.remaining());
        }
        row.get(row.position(), scores);
        for (int id = 0; id < scores.length; id++) {
            // Minus infinity is a token that must not come.
            if (!(scores[id] <= Float.MAX_VALUE)) {
                throw unusable("found " + scores[id] + " for token " + id);
            }
        }
        if (sampling.repetitionPenalty() != 1) {
            for (int id = seen.nextSetBit(0); id >= 0; id = seen.nextSetBit(id + 1)) {
                scores[id] = penalized(scores[id]);
            }
        }
        best = 0;
        for (int id = 1; id < scores.length; id++) {
            if (scores[id] > scores[best]) {
                best = id;
            }
        }
        if (scores[best] == Float.NEGATIVE_INFINITY) {
            throw unusable("found minus infinity for every token");
        }
    }

    private float penalized(float score) {
        double penalty = sampling.repetitionPenalty();
        double penalized = score < 0 ? score * penalty : score / penalty;
        return (float) Math.min(penalized, Float.MAX_VALUE);
    }

    private static ModelRunException unusable(String found) {
        return new ModelRunException(
                "no token can be chosen from the model's logits: expected numbers, "
                        + found
                        + "; export the model again, in a higher precision");
    }

    /** The id with the highest score, the lowest such id if several have it. */
    int best() {
        return best;
    }

    /** Leaves only what top-k, top-p and min-p keep. */
    void filter() {
        count = 0;
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] > Float.NEGATIVE_INFINITY) {
                ids[count++] = id;
            }
        }
        if (sampling.topK() > 0 && sampling.topK() < count) {
            keepTopK();
        }
        for (int i = 0; i < count; i++) {
            weights[ids[i]] = weight(scores[ids[i]]);
        }
        if (sampling.topP() < 1) {
            keepTopP();
        }
        if (sampling.minP() > 0) {
            keepMinP();
        }
    }

    /** Only StrictMath gives the same bits on every machine. */
    private double weight(float score) {
        return StrictMath.exp(((double) score - scores[best]) / sampling.temperature());
    }

    /** Temperature does not change the order, so it need not come first. */
    private void keepTopK() {
        ranking.start(count);
        float last = scores[best];
        for (int taken = 0; taken < sampling.topK(); taken++) {
            last = scores[ranking.take()];
        }
        while (ranking.left() > 0 && scores[ranking.first()] == last) {
            ranking.take();
        }
        keepTaken();
    }

    private void keepTopP() {
        double enough = sampling.topP() * sum();
        ranking.start(count);
        double sum = 0;
        do {
            sum += weights[ranking.take()];
        } while (ranking.left() > 0 && sum < enough);
        keepTaken();
    }

    private void keepTaken() {
        int from = ranking.left();
        count -= from;
        System.arraycopy(ids, from, ids, 0, count);
    }

    private void keepMinP() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[ids[i]] >= sampling.minP()) {
                ids[kept++] = ids[i];
            }
        }
        count = kept;
    }

    private double sum() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[ids[i]];
        }
        return sum;
    }

    /** The kept token at a place from 0 to 1 of their probabilities, laid side by side. */
    int at(double place) {
        double rest = place * sum();
        for (int i = 0; i < count; i++) {
            rest -= weights[ids[i]];
            if (rest < 0) {
                return ids[i];
            }
        }
        // Only by rounding.
        return best;
    }

    /** What is kept, in no order. */
    List<Candidate> kept() {
        double sum = sum();
        List<Candidate> kept = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            kept.add(new Candidate(ids[i], weights[ids[i]] / sum));
        }
        return kept;
    }
}
