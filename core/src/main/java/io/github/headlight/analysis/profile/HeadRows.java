package io.github.headlight.analysis.profile;

import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;

import java.util.Locale;

/**
 * The rows of a causal head; those that are no probabilities are refused.
 *
 * @param matrix the head's
 * @param layer from 0
 * @param head from 0
 */
record HeadRows(AttentionMatrix matrix, int layer, int head) implements RowReader {
    /** How far a row's sum may be from 1; half precision is off by much less. */
    private static final double TOLERANCE = 0.01;

    @Override
    public void read(int query, float[] target) {
        matrix.readRow(query, query + 1, target, 0);
    }

    @Override
    public void check(int query, double total, int signs, float[] row) {
        if (Math.abs(total - 1) <= TOLERANCE && signs >= 0) {
            return;
        }
        for (int key = 0; key <= query; key++) {
            if (!(row[key] >= 0) || row[key] == Float.POSITIVE_INFINITY) {
                throw bad(query, "expected probabilities, found " + row[key] + " at key " + key);
            }
        }
        if (Math.abs(total - 1) <= TOLERANCE) {
            return;
        }
        double beyond = 0;
        for (int key = query + 1; key < matrix.keys(); key++) {
            beyond += matrix.probability(query, key);
        }
        if (beyond > TOLERANCE) {
            throw bad(
                    query,
                    String.format(
                            Locale.ROOT,
                            "expected nothing on keys after the query, found %.4g; only causal"
                                    + " attention is understood",
                            beyond));
        }
        throw bad(
                query,
                String.format(Locale.ROOT, "expected probabilities of sum 1, found %.4g", total));
    }

    private CaptureException bad(int query, String problem) {
        return new CaptureException(
                String.format(
                        Locale.ROOT,
                        "attention of layer %d, head %d, query %d: %s; capture again",
                        layer,
                        head,
                        query,
                        problem));
    }
}
