package io.github.headlight.tensor;

import java.util.List;

/** The heads of one layer, {@code [head, query, key]}: a view of an {@link AttentionTensor}. */
public final class LayerAttention {
    private final int layer;
    private final List<AttentionMatrix> matrices;

    LayerAttention(int layer, List<AttentionMatrix> matrices) {
        this.layer = layer;
        this.matrices = matrices;
    }

    /** {@return the layer's number in its tensor, from 0} */
    public int layer() {
        return layer;
    }

    /** {@return the number of heads} */
    public int heads() {
        return matrices.size();
    }

    /**
     * {@return the matrix of one head}
     *
     * @param head from 0
     */
    public AttentionMatrix head(int head) {
        return matrices.get(head);
    }

    /** {@return the mean over the heads of this layer, {@code [query, key]}} */
    public AttentionMatrix meanOverHeads() {
        return AttentionMatrix.mean(matrices);
    }
}
