package io.github.headlight.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How often a low score goes with a wrong answer: the probability that a wrong answer has a lower
 * score than a right one of the same group, a tie counting one half (the Mann–Whitney U statistic
 * over the number of pairs). 0.5 is no relation, 1 a perfect one, and below 0.5 a high score goes
 * with a wrong answer.
 *
 * @param value 0 to 1; NaN if no group has both
 * @param low the 2.5 % quantile of a bootstrap over the cases of each group and outcome
 * @param high the 97.5 % quantile
 * @param wrong number of wrong answers in groups that have both
 * @param right number of right answers in groups that have both
 */
public record Auc(double value, double low, double high, int wrong, int right) {
    private static final int SAMPLES = 2000;
    private static final long SEED = 1;

    /**
     * The scores of one group, by outcome.
     *
     * @param wrong scores of wrong answers
     * @param right scores of right answers
     */
    public record Group(List<Double> wrong, List<Double> right) {
        public Group {
            wrong = List.copyOf(wrong);
            right = List.copyOf(right);
        }

        boolean hasBoth() {
            return !wrong.isEmpty() && !right.isEmpty();
        }
    }

    /**
     * {@return the figure over some groups; pairs are of one group, so that a difference between
     * groups counts for nothing}
     *
     * @param groups scores by group; groups without both outcomes are left out
     */
    public static Auc of(List<Group> groups) {
        List<double[][]> used = new ArrayList<>();
        int wrong = 0;
        int right = 0;
        for (Group group : groups) {
            if (group.hasBoth()) {
                used.add(new double[][] {sorted(group.wrong()), sorted(group.right())});
                wrong += group.wrong().size();
                right += group.right().size();
            }
        }
        if (used.isEmpty()) {
            return new Auc(Double.NaN, Double.NaN, Double.NaN, 0, 0);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            List<double[][]> drawn = new ArrayList<>();
            for (double[][] group : used) {
                drawn.add(new double[][] {drawn(group[0], random), drawn(group[1], random)});
            }
            samples[i] = value(drawn);
        }
        Arrays.sort(samples);
        return new Auc(
                value(used),
                samples[SAMPLES / 40],
                samples[SAMPLES - 1 - SAMPLES / 40],
                wrong,
                right);
    }

    private static double value(List<double[][]> groups) {
        double lower = 0;
        double pairs = 0;
        for (double[][] group : groups) {
            double[] wrong = group[0];
            double[] right = group[1];
            int below = 0;
            int notAbove = 0;
            for (double score : wrong) {
                while (below < right.length && right[below] < score) {
                    below++;
                }
                while (notAbove < right.length && right[notAbove] <= score) {
                    notAbove++;
                }
                lower += right.length - notAbove + (notAbove - below) / 2.0;
            }
            pairs += (double) wrong.length * right.length;
        }
        return lower / pairs;
    }

    private static double[] sorted(List<Double> scores) {
        return scores.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double[] drawn(double[] from, SplittableRandom random) {
        double[] drawn = new double[from.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = from[random.nextInt(from.length)];
        }
        Arrays.sort(drawn);
        return drawn;
    }
}
