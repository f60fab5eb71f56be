package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.TopKAttention;

/** The rows of a capture, checked as they are read: a file can hold anything. */
abstract class Rows {
    /** Rounding to half precision stays well below. */
    private static final double TOLERANCE = 0.01;

    private static final float LEAST = -0.001f;

    /** The rows of a capture, of all keys or of the top keys. */
    static Rows of(Attention attention) {
        boolean topKeys =
                attention.captured().full().isEmpty()
                        && attention.plan().has(CapturePart.TopK.class);
        return topKeys ? new TopKeys(attention.topK()) : new AllKeys(attention.tensor());
    }

    /** Whether a row may leave keys out. */
    abstract boolean isPartial();

    /** Room for one row. */
    abstract Row room();

    /** Reads a row of a head. */
    final void read(int layer, int head, int query, Row row) {
        fill(layer, head, query, row);
        double sum = 0;
        for (int i = 0; i < row.size(); i++) {
            float weight = row.weight(i);
            int key = row.key(i);
            // Also false for NaN.
            if (!(weight >= LEAST && weight <= 1 + TOLERANCE)) {
                throw wrong(
                        layer, head, query, "key " + key + ": expected 0 to 1, found " + weight);
            }
            if (key < 0 || key > query) {
                throw wrong(
                        layer, head, query, "expected keys 0 to " + query + ", found key " + key);
            }
            sum += weight;
        }
        boolean tooLittle = !isPartial() && sum < 1 - TOLERANCE;
        if (tooLittle || sum > 1 + TOLERANCE) {
            throw wrong(
                    layer,
                    head,
                    query,
                    "expected weights that sum to "
                            + (isPartial() ? "at most 1" : "1")
                            + ", found "
                            + (float) sum);
        }
        row.unlisted(isPartial() ? Math.max(0, 1 - sum) : 0);
    }

    abstract void fill(int layer, int head, int query, Row row);

    private static CaptureException wrong(int layer, int head, int query, String what) {
        return new CaptureException(
                "layer "
                        + layer
                        + ", head "
                        + head
                        + ", query "
                        + query
                        + ", "
                        + what
                        + "; capture again, or save causal attention after the softmax");
    }

    private static final class AllKeys extends Rows {
        private final AttentionTensor tensor;

        AllKeys(AttentionTensor tensor) {
            this.tensor = tensor;
        }

        @Override
        boolean isPartial() {
            return false;
        }

        @Override
        Row room() {
            return Row.dense(tensor.keys());
        }

        @Override
        void fill(int layer, int head, int query, Row row) {
            tensor.head(layer, head).readRow(query, query + 1, row.weights(), 0);
            row.resize(query + 1);
        }
    }

    private static final class TopKeys extends Rows {
        private final TopKAttention top;

        TopKeys(TopKAttention top) {
            this.top = top;
        }

        @Override
        boolean isPartial() {
            return true;
        }

        @Override
        Row room() {
            return Row.sparse(top.k());
        }

        @Override
        void fill(int layer, int head, int query, Row row) {
            row.clear();
            for (int rank = 0; rank < top.k(); rank++) {
                int key = top.key(layer, head, query, rank);
                if (key != TopKAttention.NO_KEY) {
                    row.add(key, top.probability(layer, head, query, rank));
                }
            }
        }
    }
}
