package io.github.headlight.capture;

import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;

/** Whether what was captured is what a plan names, in the shapes that model and tokens give. */
record CaptureCheck(ModelSpec model, int rows, int tokens) {

    /** Throws an IllegalArgumentException if not. */
    void check(CapturePlan plan, Captured captured) {
        plan.requireFits(model.layers(), model.heads());
        for (CapturePart part : plan.parts()) {
            check(part, captured);
        }
    }

    private void check(CapturePart part, Captured captured) {
        if (part instanceof CapturePart.Full) {
            check(captured.full().orElseThrow(() -> missing(part)), model.heads());
        } else if (part instanceof CapturePart.Mean) {
            check(captured.mean().orElseThrow(() -> missing(part)), 1);
        } else if (part instanceof CapturePart.Heads heads) {
            require(captured.heads().size() == heads.inModel(model).size(), part, captured.heads());
            captured.heads().forEach(this::checkRows);
        } else if (part instanceof CapturePart.TopK topK) {
            TopKAttention found = captured.topK().orElseThrow(() -> missing(part));
            boolean fits = found.layers() == model.layers() && found.heads() == model.heads();
            require(fits && found.queries() == rows && found.k() == topK.k(), part, found);
        } else if (part instanceof CapturePart.Pooled pooled) {
            PooledAttention found = captured.pooled().orElseThrow(() -> missing(part));
            boolean fits = found.layers() == model.layers() && found.heads() == model.heads();
            int blocks = PooledAttention.blocks(rows, pooled.size());
            require(fits && found.size() == pooled.size() && found.blocks() == blocks, part, found);
        } else {
            HeadStatistics found = captured.statistics().orElseThrow(() -> missing(part));
            require(
                    found.layers() == model.layers() && found.heads() == model.heads(),
                    part,
                    found);
        }
    }

    private void check(AttentionTensor tensor, int heads) {
        if (model.layers() != tensor.layers() || heads != tensor.heads()) {
            throw new IllegalArgumentException(
                    "the model has "
                            + model.layers()
                            + " layers of "
                            + heads
                            + " heads, found "
                            + tensor);
        }
        checkRows(tensor.head(0, 0));
    }

    private void checkRows(AttentionMatrix matrix) {
        if (matrix.queries() != rows || matrix.keys() != rows) {
            throw new IllegalArgumentException(
                    "expected "
                            + rows
                            + " queries and keys for "
                            + tokens
                            + " tokens, found "
                            + matrix);
        }
    }

    private void require(boolean fits, CapturePart part, Object found) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "expected "
                            + part
                            + " of "
                            + model.layers()
                            + " layers, "
                            + model.heads()
                            + " heads and "
                            + rows
                            + " rows, found "
                            + found);
        }
    }

    private static IllegalArgumentException missing(CapturePart part) {
        return new IllegalArgumentException("the plan names " + part + ", which is missing");
    }
}
