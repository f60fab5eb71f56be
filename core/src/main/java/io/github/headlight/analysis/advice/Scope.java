package io.github.headlight.analysis.advice;

import java.util.Optional;
import java.util.stream.IntStream;

/** The tokens that count in a measure, and what each row gives to all of them together. */
final class Scope {
    /** Rows that give less than this to the tokens that count, on average, say nothing of them. */
    static final double LEAST_MASS = 1e-3;

    private final AttentionMap map;
    private final boolean[] counts;
    private final double[] mass;
    private final int[] visible;

    private Scope(AttentionMap map, boolean[] counts, double[] mass, int[] visible) {
        this.map = map;
        this.counts = counts;
        this.mass = mass;
        this.visible = visible;
    }

    /** A scope of the tokens marked; those behind the array do not count. */
    static Scope of(AttentionMap map, boolean[] counts) {
        double[] mass = new double[map.rows()];
        int[] visible = new int[map.rows()];
        for (int row = 0; row < map.rows(); row++) {
            int end = Math.min(row + 1, counts.length);
            for (int key = 0; key < end; key++) {
                if (counts[key]) {
                    mass[row] += map.at(row, key);
                    visible[row]++;
                }
            }
        }
        return new Scope(map, counts.clone(), mass, visible);
    }

    boolean counts(int token) {
        return token < counts.length && counts[token];
    }

    /** The tokens of a range that count. */
    int[] in(int from, int to) {
        return IntStream.range(from, to).filter(this::counts).toArray();
    }

    /** All tokens that count. */
    int[] all() {
        return in(0, counts.length);
    }

    /** What a row gives to all tokens that count. */
    double mass(int row) {
        return mass[row];
    }

    /** How many tokens that count a row can see. */
    int visible(int row) {
        return visible[row];
    }

    /** The mean over rows of what they give to all tokens that count. */
    double meanMass(int[] rows) {
        double sum = 0;
        for (int row : rows) {
            sum += mass[row];
        }
        return rows.length == 0 ? 0 : sum / rows.length;
    }

    /** How many times its even share a row gives to a token. */
    double lift(int row, int key) {
        return map.at(row, key) * visible[row] / mass[row];
    }

    /**
     * What some tokens receive from some rows; empty where there is nothing to measure.
     *
     * @param rows the readers
     * @param keys tokens that count, ascending
     */
    Optional<Share> share(int[] rows, int[] keys) {
        double total = 0;
        double received = 0;
        double even = 0;
        int readers = 0;
        for (int row : rows) {
            if (visible[row] == 0) {
                continue;
            }
            readers++;
            total += mass[row];
            int seen = 0;
            for (int key : keys) {
                if (key > row) {
                    break;
                }
                received += map.at(row, key);
                seen++;
            }
            even += mass[row] * seen / visible[row];
        }
        if (total < LEAST_MASS * readers || even == 0) {
            return Optional.empty();
        }
        return Optional.of(new Share(received / total, even / total, readers, keys.length));
    }
}
