package io.github.headlight.capture;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums up what rows say of their heads, in double precision: first all rows, then what keys
 * received. For one thread.
 */
public final class StatisticsSum {
    private static final int MEASURES = Measure.values().length;
    private static final int FOCUS = 3;

    private final int layers;
    private final int heads;
    private final RowWeights weights;
    private final double[] sums;
    private final int[] rows = new int[MEASURES];

    /**
     * Starts with nothing.
     *
     * @param layers number of layers
     * @param heads number of heads of a layer
     * @param weights with the tokens of the rows that are added
     */
    public StatisticsSum(int layers, int heads, RowWeights weights) {
        this.layers = layers;
        this.heads = heads;
        this.weights = weights;
        this.sums = new double[layers * heads * MEASURES];
    }

    /**
     * Adds a row of a head. Every head of every layer gets every row once.
     *
     * @param layer from 0
     * @param head from 0
     * @param query the row
     * @param entropy of the row, in nats
     * @param weighted the row's sums for {@link RowWeights#MEASURES}
     * @param at where they start in it
     */
    public void add(int layer, int head, int query, float entropy, FloatBuffer weighted, int at) {
        int keys = weights.keys(query);
        if (keys < 2) {
            return;
        }
        boolean first = layer == 0 && head == 0;
        int base = (layer * heads + head) * MEASURES;
        add(base, Measure.ENTROPY, entropy, first);
        add(base, Measure.ENTROPY_NORMALIZED, entropy / Math.log(keys), first);
        for (int m = 0; m < RowWeights.MEASURES.size(); m++) {
            Measure measure = RowWeights.MEASURES.get(m);
            if (weights.isDefined(measure, query)) {
                add(base, measure, weighted.get(at + m), first);
            }
        }
    }

    private void add(int base, Measure measure, double value, boolean first) {
        sums[base + measure.place()] += value;
        if (first) {
            rows[measure.place()]++;
        }
    }

    /**
     * Says what the keys of a head received from all rows.
     *
     * @param layer from 0
     * @param head from 0
     * @param received one sum a key, from position 0 to the limit
     */
    public void focus(int layer, int head, FloatBuffer received) {
        double total = 0;
        double[] most = new double[FOCUS];
        for (int key = 1; key < received.limit(); key++) {
            double value = received.get(key);
            total += value;
            if (value > most[0]) {
                most[0] = value;
                Arrays.sort(most);
            }
        }
        int queries = received.limit() - weights.firstRow();
        sums[(layer * heads + head) * MEASURES + Measure.GLOBAL_FOCUS.place()] =
                // A head that looks at nothing but the first token focuses on no other.
                total > 0 ? Arrays.stream(most).sum() / total * queries : 0;
        rows[Measure.GLOBAL_FOCUS.place()] = received.limit() < 2 ? 0 : queries;
    }

    /** {@return the means} */
    public HeadStatistics toStatistics() {
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            int count = rows[i % MEASURES];
            means[i] = count == 0 ? Float.NaN : (float) (sums[i] / count);
        }
        return new HeadStatistics(layers, heads, rows, means);
    }
}
