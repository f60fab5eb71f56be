package io.github.headlight.renderers.html;

import io.github.headlight.tensor.AttentionMatrix;

/**
 * What one head does, in a few numbers: means over the rows i ≥ 1 of a causal matrix A.
 *
 * @param sink mean of A[i, 0]
 * @param previous mean of A[i, i − 1]
 * @param induction mean of the sum of A[i, j + 1] over earlier tokens j equal to i, j + 1 &lt; i;
 *     NaN if there is no such row
 * @param link the strongest long link between two different words, or null
 */
record HeadMeasures(double sink, double previous, double induction, Link link) {
    /** From this mean on a head is called by what it does. */
    static final double PREVIOUS_SHARE = 0.4;

    /** See {@link #PREVIOUS_SHARE}. */
    static final double INDUCTION_SHARE = 0.3;

    private static final double SINK_SHARE = 0.6;

    /** A query that looks at a key. */
    record Link(int query, int key, float probability) {}

    static HeadMeasures of(AttentionMatrix matrix, Words words) {
        int size = matrix.queries();
        float[] row = new float[size];
        double sink = 0;
        double previous = 0;
        double induction = 0;
        int inductionRows = 0;
        Link link = null;
        for (int i = 1; i < size; i++) {
            matrix.readRow(i, row, 0);
            sink += row[0];
            previous += row[i - 1];
            double after = afterEarlier(row, i, words);
            if (after >= 0) {
                induction += after;
                inductionRows++;
            }
            link = stronger(link, row, i, words);
        }
        int rows = Math.max(1, size - 1);
        return new HeadMeasures(
                sink / rows,
                previous / rows,
                inductionRows == 0 ? Double.NaN : induction / inductionRows,
                link);
    }

    /** What the row gives to tokens that followed an earlier equal token; -1 if there is none. */
    private static double afterEarlier(float[] row, int i, Words words) {
        double sum = -1;
        for (int j = words.earlier(i); j >= 0; j = words.earlier(j)) {
            if (j + 1 < i) {
                sum = Math.max(sum, 0) + row[j + 1];
            }
        }
        return sum;
    }

    private static Link stronger(Link best, float[] row, int query, Words words) {
        Link link = best;
        for (int key = 1; key <= query - words.longDistance(); key++) {
            if ((link == null || row[key] > link.probability()) && words.different(query, key)) {
                link = new Link(query, key, row[key]);
            }
        }
        return link;
    }

    /** What the head is called. */
    String kind() {
        if (induction >= INDUCTION_SHARE) {
            return "induction";
        }
        if (previous >= PREVIOUS_SHARE) {
            return "previous token";
        }
        return sink >= SINK_SHARE ? "first token" : "mixed";
    }
}
