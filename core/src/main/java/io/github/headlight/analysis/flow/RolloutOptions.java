package io.github.headlight.analysis.flow;

import java.util.Objects;

/**
 * How layers are combined. The {@code with} methods give a changed copy.
 *
 * @param residual weight r of the residual connection beside attention, 0 to 1: a layer's matrix is
 *     (1 − r)·Ā + r·I
 * @param sink what becomes of the first token
 * @param firstLayer the lowest layer, from 0
 * @param lastLayer the highest layer, included, or {@link #TOP}
 */
public record RolloutOptions(double residual, FirstToken sink, int firstLayer, int lastLayer) {
    /** In place of the highest layer: the model's last. */
    public static final int TOP = -1;

    /** As in the paper: attention and residual connection weigh the same, over all layers. */
    public static final RolloutOptions DEFAULT = new RolloutOptions(0.5, FirstToken.KEPT, 0, TOP);

    public RolloutOptions {
        // Also false for NaN.
        if (!(residual >= 0 && residual <= 1)) {
            throw new IllegalArgumentException(
                    "residual weight: expected 0 to 1, found " + residual);
        }
        Objects.requireNonNull(sink, "sink");
        if (firstLayer < 0 || (lastLayer != TOP && lastLayer < firstLayer)) {
            throw new IllegalArgumentException(
                    "layers: expected the lowest, from 0, then the highest, found "
                            + firstLayer
                            + " to "
                            + lastLayer);
        }
    }

    /**
     * {@return these options with another weight of the residual connection}
     *
     * @param weight 0 to 1
     */
    public RolloutOptions withResidual(double weight) {
        return new RolloutOptions(weight, sink, firstLayer, lastLayer);
    }

    /**
     * {@return these options with another treatment of the first token}
     *
     * @param other what becomes of it
     */
    public RolloutOptions withSink(FirstToken other) {
        return new RolloutOptions(residual, other, firstLayer, lastLayer);
    }

    /**
     * {@return these options for other layers}
     *
     * @param first the lowest, from 0
     * @param last the highest, included, or {@link #TOP}
     */
    public RolloutOptions withLayers(int first, int last) {
        return new RolloutOptions(residual, sink, first, last);
    }

    /** The highest layer in a model. */
    int highest(int layers) {
        int last = lastLayer == TOP ? layers - 1 : lastLayer;
        if (last >= layers || firstLayer > last) {
            throw new IllegalArgumentException(
                    "layers "
                            + firstLayer
                            + " to "
                            + last
                            + " were asked for, the model has layers 0 to "
                            + (layers - 1));
        }
        return last;
    }
}
