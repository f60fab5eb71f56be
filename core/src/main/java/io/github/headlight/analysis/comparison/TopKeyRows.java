package io.github.headlight.analysis.comparison;

import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.TopKAttention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of top keys: each key that is a top key of both is a place. */
final class TopKeyRows implements RowPairs {
    private final Alignment alignment;
    private final int layer;
    private final int head;
    private final TopKAttention first;
    private final TopKAttention second;
    private final double[] secondRow;

    TopKeyRows(
            Alignment alignment, int layer, int head, TopKAttention first, TopKAttention second) {
        this.alignment = alignment;
        this.layer = layer;
        this.head = head;
        this.first = first;
        this.second = second;
        this.secondRow = new double[second.queries()];
    }

    @Override
    public int read(int pair, double[] p, double[] q) {
        int query = alignment.inFirst(pair);
        readSecond(alignment.inSecond(pair));
        int places = 0;
        double firstRest = 1;
        double secondRest = 1;
        for (int rank = 0; rank < first.k(); rank++) {
            int key = first.key(layer, head, query, rank);
            int other = partner(key);
            if (other >= 0 && secondRow[other] >= 0) {
                p[places] = probability(first, query, rank);
                q[places] = secondRow[other];
                firstRest -= p[places];
                secondRest -= q[places];
                places++;
            }
        }
        p[places] = Math.max(0, firstRest);
        q[places] = Math.max(0, secondRest);
        return places + 1;
    }

    @Override
    public List<KeyChange> changes(int pair) {
        int query = alignment.inFirst(pair);
        readSecond(alignment.inSecond(pair));
        List<KeyChange> changes = new ArrayList<>();
        for (int rank = 0; rank < first.k(); rank++) {
            int key = first.key(layer, head, query, rank);
            int other = partner(key);
            if (key != TopKAttention.NO_KEY && (other < 0 || secondRow[other] >= 0)) {
                double after = other < 0 ? 0 : secondRow[other];
                changes.add(new KeyChange(key, other, probability(first, query, rank), after));
            }
        }
        for (int key = 0; key < secondRow.length; key++) {
            if (secondRow[key] >= 0 && alignment.partnerOfSecond(key) < 0) {
                changes.add(new KeyChange(Alignment.NONE, key, 0, secondRow[key]));
            }
        }
        return changes;
    }

    private int partner(int key) {
        return key == TopKAttention.NO_KEY ? Alignment.NONE : alignment.partnerOfFirst(key);
    }

    /** The second's row, −1 where a key is not among the top keys. */
    private void readSecond(int query) {
        Arrays.fill(secondRow, -1);
        for (int rank = 0; rank < second.k(); rank++) {
            int key = second.key(layer, head, query, rank);
            if (key != TopKAttention.NO_KEY) {
                secondRow[key] = probability(second, query, rank);
            }
        }
    }

    private float probability(TopKAttention keys, int query, int rank) {
        float probability = keys.probability(layer, head, query, rank);
        // Also false for NaN; a little more than 1 is rounding.
        if (!(probability >= 0 && probability <= 1.01f)) {
            throw new CaptureException(
                    "layer "
                            + layer
                            + ", head "
                            + head
                            + ", query "
                            + query
                            + ", rank "
                            + rank
                            + ": expected a probability from 0 to 1, found "
                            + probability
                            + "; capture again");
        }
        return probability;
    }
}
