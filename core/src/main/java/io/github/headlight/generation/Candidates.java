package io.github.headlight.generation;

import io.github.headlight.error.ModelRunException;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * What a model might write next, by its own distribution: the softmax of its logits as they are, in
 * double precision, whatever the rules of {@link Sampling} make of them.
 */
public final class Candidates {
    private Candidates() {}

    /**
     * {@return the likeliest tokens, the likeliest first, the lower id first among equals}
     *
     * @param row logits, one a token of the vocabulary; the buffer and its position stay as they
     *     are
     * @param most how many tokens, 0 or more; at most the whole vocabulary is given
     * @throws ModelRunException if a logit is NaN or infinite, or all are minus infinity
     */
    public static List<Candidate> top(FloatBuffer row, int most) {
        if (most < 0) {
            throw new IllegalArgumentException("candidates: expected 0 or more, found " + most);
        }
        if (most == 0) {
            return List.of();
        }
        FloatBuffer logits = row.slice();
        Softmax softmax = Softmax.of(logits);
        PriorityQueue<Candidate> kept = new PriorityQueue<>(Candidate.LIKELIEST_FIRST.reversed());
        for (int id = 0; id < logits.limit(); id++) {
            float logit = logits.get(id);
            if (kept.size() < most) {
                kept.add(new Candidate(id, softmax.probability(logit)));
            } else if (logit > logits.get(kept.element().id())) {
                kept.add(new Candidate(id, softmax.probability(logit)));
                kept.remove();
            }
        }
        List<Candidate> sorted = new ArrayList<>(kept);
        sorted.sort(Candidate.LIKELIEST_FIRST);
        return List.copyOf(sorted);
    }

    /**
     * {@return the probability of one token}
     *
     * @param row logits, one a token of the vocabulary; the buffer and its position stay as they
     *     are
     * @param id token id
     * @throws ModelRunException if a logit is NaN or infinite, or all are minus infinity
     */
    public static double probability(FloatBuffer row, int id) {
        FloatBuffer logits = row.slice();
        Objects.checkIndex(id, logits.limit());
        return Softmax.of(logits).probability(logits.get(id));
    }

    /** The highest logit, and the sum of e to the power of each logit's distance from it. */
    private record Softmax(float max, double sum) {
        static Softmax of(FloatBuffer logits) {
            float max = Float.NEGATIVE_INFINITY;
            for (int id = 0; id < logits.limit(); id++) {
                max = Math.max(max, logits.get(id));
            }
            double sum = 0;
            for (int id = 0; id < logits.limit(); id++) {
                sum += Math.exp((double) logits.get(id) - max);
            }
            if (!(sum >= 1)) {
                throw new ModelRunException(
                        "the model's logits are no distribution: expected numbers, found NaN or"
                                + " infinity; export the model again, in a higher precision");
            }
            return new Softmax(max, sum);
        }

        double probability(float logit) {
            return Math.exp((double) logit - max) / sum;
        }
    }
}
