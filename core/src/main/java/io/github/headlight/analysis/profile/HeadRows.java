package io.github.headlight.analysis.profile;

import io.github.headlight.capture.RowCheck;
import io.github.headlight.tensor.AttentionMatrix;

/**
 * The rows of a causal head; those that are no probabilities are refused.
 *
 * @param matrix the head's
 * @param layer from 0
 * @param head from 0
 */
record HeadRows(AttentionMatrix matrix, int layer, int head) implements RowReader {
    @Override
    public void read(int query, float[] target) {
        matrix.readRow(query, query + 1, target, 0);
    }

    @Override
    public void check(int query, double total, int signs, float[] row) {
        if (Math.abs(total - 1) > RowCheck.TOLERANCE || signs < 0 || Double.isNaN(total)) {
            RowCheck.sum(row, layer, head, query);
        }
    }
}
