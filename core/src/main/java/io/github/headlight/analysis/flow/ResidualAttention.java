package io.github.headlight.analysis.flow;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.capture.RowCheck;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one layer does to the residual stream, as attention alone shows it: Â = (1 − r)·Ā + r·I,
 * where Ā is the mean over heads. Rows sum to 1. Safe for many threads.
 */
final class ResidualAttention {
    private final RolloutOptions options;
    private final AttentionDirection direction;
    private final int layer;
    private final boolean isMean;
    private final List<AttentionMatrix> heads;

    ResidualAttention(Attention attention, RolloutOptions options, int layer) {
        this.options = options;
        this.direction = attention.model().direction();
        this.layer = layer;
        Optional<AttentionMatrix> mean = attention.captured().mean().map(all -> all.head(layer, 0));
        this.isMean = mean.isPresent() || attention.captured().full().isEmpty();
        if (isMean) {
            // Throws where the capture has neither.
            this.heads = List.of(mean.orElseGet(() -> attention.mean(layer)));
        } else {
            this.heads = new ArrayList<>();
            for (int head = 0; head < attention.model().heads(); head++) {
                heads.add(attention.head(layer, head));
            }
        }
    }

    /** Whether no query sees a later key. */
    boolean isCausal() {
        return direction == AttentionDirection.CAUSAL;
    }

    /** How many keys a query sees. */
    int keys(int query) {
        AttentionMatrix any = heads.get(0);
        return direction.keys(query, any.keys());
    }

    /** The weights of the keys that a query sees, into the start of an array. */
    void readRow(int query, double[] target) {
        float[] row = new float[heads.get(0).keys()];
        int keys = keys(query);
        Arrays.fill(target, 0, keys, 0);
        for (int head = 0; head < heads.size(); head++) {
            heads.get(head).readRow(query, row, 0);
            double sum = RowCheck.sum(row, keys, layer, isMean ? HeadChoice.ALL : head, query);
            double scale = 1 / (sum * heads.size());
            for (int key = 0; key < keys; key++) {
                target[key] += row[key] * scale;
            }
        }
        if (options.sink() == FirstToken.LEFT_OUT && query > 0) {
            maskSink(query, keys, target);
        }
        for (int key = 0; key < keys; key++) {
            target[key] *= 1 - options.residual();
        }
        target[query] += options.residual();
    }

    private static void maskSink(int query, int keys, double[] row) {
        double left = 0;
        for (int key = 1; key < keys; key++) {
            left += row[key];
        }
        row[0] = 0;
        for (int key = 1; key < keys; key++) {
            row[key] = left > 0 ? row[key] / left : 0;
        }
        if (left == 0) {
            row[query] = 1;
        }
    }
}
