package io.github.headlight.analysis.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * Where heads looked, as plain numbers that can be averaged: the weights by class of key, on keys
 * not named and on the question, the weight on all anchors under an even spread, and then of each
 * anchor its weight and its weight under an even spread.
 */
final class Looks {
    static final int UNLISTED = KeyClass.values().length;
    static final int IN_QUESTION = UNLISTED + 1;
    static final int EVEN = IN_QUESTION + 1;
    private static final int FIRST_ANCHOR = EVEN + 1;

    private Looks() {}

    static int width(int anchors) {
        return FIRST_ANCHOR + 2 * anchors;
    }

    static int mass(int anchor) {
        return FIRST_ANCHOR + 2 * anchor;
    }

    static int even(int anchor) {
        return mass(anchor) + 1;
    }

    /** The mean of vectors. */
    static Look mean(List<double[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (double[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        List<Double> masses = new ArrayList<>();
        List<Double> evens = new ArrayList<>();
        for (int at = FIRST_ANCHOR; at < mean.length; at += 2) {
            masses.add(mean[at]);
            evens.add(mean[at + 1]);
        }
        return new Look(
                Masses.of(mean, mean[UNLISTED]), masses, mean[IN_QUESTION], mean[EVEN], evens);
    }
}
