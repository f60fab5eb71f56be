package io.github.headlight.analysis.profile;

import io.github.headlight.capture.RowCheck;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;

/**
 * The rows of a head; those that are no probabilities are refused.
 *
 * @param matrix the head's
 * @param direction which keys a query sees
 * @param layer from 0
 * @param head from 0
 */
record HeadRows(AttentionMatrix matrix, AttentionDirection direction, int layer, int head)
        implements RowReader {
    @Override
    public void read(int query, float[] target) {
        matrix.readRow(query, keys(query), target, 0);
    }

    @Override
    public void check(int query, double total, int signs, float[] row) {
        if (Math.abs(total - 1) > RowCheck.TOLERANCE || signs < 0 || Double.isNaN(total)) {
            RowCheck.sum(row, keys(query), layer, head, query);
        }
    }

    private int keys(int query) {
        return direction.keys(query, matrix.keys());
    }
}
