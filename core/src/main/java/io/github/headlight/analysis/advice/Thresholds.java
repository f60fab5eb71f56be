package io.github.headlight.analysis.advice;

/**
 * From where on a figure is called something. A lift is how many times its even share something
 * receives; see {@link Share#lift}.
 *
 * @param weak the instruction is weak, and anchors are passed over, at most at this lift
 * @param better a place of the prompt is better than another from this ratio of their lifts on
 * @param looked a word is looked at from this lift on
 * @param split readers of a word split from this entropy on, as part of the largest, 0 to 1
 * @param drawn a word draws attention away from its neighbour from this ratio per token on
 * @param apart parts are kept apart from this ratio of inside to across, at equal distances, on
 * @param mixed attention runs across the borders of parts at most at this ratio
 * @param returned anchors are returned to from this lift on
 */
public record Thresholds(
        double weak,
        double better,
        double looked,
        double split,
        double drawn,
        double apart,
        double mixed,
        double returned) {
    /** Those that are used if none are given. */
    public static final Thresholds DEFAULT = new Thresholds(0.8, 1.25, 1.5, 0.8, 3, 1.1, 0.9, 1.25);

    public Thresholds {
        require(weak > 0 && weak < 1, "weak: expected between 0 and 1", weak);
        require(better > 1, "better: expected more than 1", better);
        require(looked > 1, "looked: expected more than 1", looked);
        require(split > 0 && split <= 1, "split: expected more than 0, up to 1", split);
        require(drawn > 1, "drawn: expected more than 1", drawn);
        require(apart > 1, "apart: expected more than 1", apart);
        require(mixed > 0 && mixed < 1, "mixed: expected between 0 and 1", mixed);
        require(returned > 1, "returned: expected more than 1", returned);
    }

    private static void require(boolean holds, String expected, double found) {
        if (!holds) {
            throw new IllegalArgumentException("threshold " + expected + ", found " + found);
        }
    }
}
