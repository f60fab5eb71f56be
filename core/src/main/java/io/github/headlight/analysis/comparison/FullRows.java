package io.github.headlight.analysis.comparison;

import io.github.headlight.capture.RowCheck;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;

import java.util.ArrayList;
import java.util.List;

/** Rows of all probabilities: each key that both captures have is a place. */
final class FullRows implements RowPairs {
    private final Alignment alignment;
    private final AttentionDirection direction;
    private final int layer;
    private final int head;
    private final AttentionMatrix first;
    private final AttentionMatrix second;
    private final int pairs;
    private final float[] firstRow;
    private final float[] secondRow;

    /**
     * @param head for messages, or {@link io.github.headlight.capture.HeadChoice#ALL}
     */
    FullRows(
            Alignment alignment,
            AttentionDirection direction,
            int layer,
            int head,
            AttentionMatrix first,
            AttentionMatrix second) {
        this.alignment = alignment;
        this.direction = direction;
        this.layer = layer;
        this.head = head;
        this.first = first;
        this.second = second;
        this.pairs = alignment.rows(first.queries(), second.queries());
        this.firstRow = new float[first.keys()];
        this.secondRow = new float[second.keys()];
    }

    @Override
    public int read(int pair, double[] p, double[] q) {
        readRows(pair);
        int query = alignment.inFirst(pair);
        int other = alignment.inSecond(pair);
        double firstSum = RowCheck.sum(firstRow, keys(first, query), layer, head, query);
        double secondSum = RowCheck.sum(secondRow, keys(second, other), layer, head, other);
        double firstRest = 1;
        double secondRest = 1;
        int shared = direction.keys(pair, pairs);
        for (int k = 0; k < shared; k++) {
            p[k] = firstRow[alignment.inFirst(k)] / firstSum;
            q[k] = secondRow[alignment.inSecond(k)] / secondSum;
            firstRest -= p[k];
            secondRest -= q[k];
        }
        p[shared] = Math.max(0, firstRest);
        q[shared] = Math.max(0, secondRest);
        return shared + 1;
    }

    /** How many keys a row sees. */
    private int keys(AttentionMatrix matrix, int query) {
        return direction.keys(query, matrix.keys());
    }

    @Override
    public List<KeyChange> changes(int pair) {
        readRows(pair);
        List<KeyChange> changes = new ArrayList<>();
        for (int key = 0; key < keys(first, alignment.inFirst(pair)); key++) {
            int other = alignment.partnerOfFirst(key);
            changes.add(new KeyChange(key, other, firstRow[key], other < 0 ? 0 : secondRow[other]));
        }
        for (int key = 0; key < keys(second, alignment.inSecond(pair)); key++) {
            if (alignment.partnerOfSecond(key) < 0) {
                changes.add(new KeyChange(Alignment.NONE, key, 0, secondRow[key]));
            }
        }
        return changes;
    }

    private void readRows(int pair) {
        first.readRow(alignment.inFirst(pair), firstRow, 0);
        second.readRow(alignment.inSecond(pair), secondRow, 0);
    }
}
