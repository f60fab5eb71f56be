package io.github.headlight.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Attention probabilities {@code [layer, head, query, key]}: each row over {@code key} sums to 1,
 * and in a causal model cells with {@code key > query} are 0. A tensor is a table of matrices over
 * flat buffers; layers, heads and selections are views that copy nothing. Immutable and safe for
 * many threads.
 */
public final class AttentionTensor {
    private final int layers;
    private final int heads;
    private final List<AttentionMatrix> matrices;

    private AttentionTensor(int layers, int heads, List<AttentionMatrix> matrices) {
        this.layers = layers;
        this.heads = heads;
        this.matrices = matrices;
    }

    /**
     * {@return a tensor of the given matrices}
     *
     * @param layers number of layers
     * @param heads number of heads in each layer
     * @param matrices {@code layers × heads} matrices of one shape, heads of layer 0 first
     */
    public static AttentionTensor of(int layers, int heads, List<AttentionMatrix> matrices) {
        if (layers < 1 || heads < 1 || (long) layers * heads != matrices.size()) {
            throw new IllegalArgumentException(
                    layers + " × " + heads + " matrices expected, found " + matrices.size());
        }
        AttentionMatrix first = matrices.get(0);
        for (AttentionMatrix matrix : matrices) {
            if (matrix.queries() != first.queries() || matrix.keys() != first.keys()) {
                throw new IllegalArgumentException(
                        "matrices of one shape expected, found " + first + " and " + matrix);
            }
        }
        return new AttentionTensor(layers, heads, List.copyOf(matrices));
    }

    /** {@return the number of layers} */
    public int layers() {
        return layers;
    }

    /** {@return the number of heads of a layer} */
    public int heads() {
        return heads;
    }

    /** {@return the number of queries} */
    public int queries() {
        return matrices.get(0).queries();
    }

    /** {@return the number of keys} */
    public int keys() {
        return matrices.get(0).keys();
    }

    /**
     * {@return the length of an axis}
     *
     * @param axis the axis
     */
    public int size(Axis axis) {
        return switch (axis) {
            case LAYER -> layers;
            case HEAD -> heads;
            case QUERY -> queries();
            case KEY -> keys();
        };
    }

    /**
     * {@return the probability with which a query looks at a key, 0 to 1}
     *
     * @param layer from 0
     * @param head from 0
     * @param query from 0
     * @param key from 0
     */
    public float probability(int layer, int head, int query, int key) {
        return head(layer, head).probability(query, key);
    }

    /**
     * {@return the matrix of one head}
     *
     * @param layer from 0
     * @param head from 0
     */
    public AttentionMatrix head(int layer, int head) {
        return matrices.get(checked(Axis.LAYER, layer) * heads + checked(Axis.HEAD, head));
    }

    /**
     * {@return one layer}
     *
     * @param layer from 0
     */
    public LayerAttention layer(int layer) {
        int from = checked(Axis.LAYER, layer) * heads;
        return new LayerAttention(layer, matrices.subList(from, from + heads));
    }

    /**
     * {@return a view of some layers and heads, in the order given}
     *
     * @param chosenLayers at least one layer
     * @param chosenHeads at least one head, the same in each layer
     */
    public AttentionTensor select(int[] chosenLayers, int[] chosenHeads) {
        List<AttentionMatrix> chosen = new ArrayList<>(chosenLayers.length * chosenHeads.length);
        for (int layer : chosenLayers) {
            for (int head : chosenHeads) {
                chosen.add(head(layer, head));
            }
        }
        return of(chosenLayers.length, chosenHeads.length, chosen);
    }

    /** {@return the mean over all layers and heads, {@code [query, key]}} */
    public AttentionMatrix mean() {
        return AttentionMatrix.mean(matrices);
    }

    private int checked(Axis axis, int index) {
        int size = size(axis);
        if (index < 0 || index >= size) {
            String name = axis.name().toLowerCase(Locale.ROOT);
            throw new IndexOutOfBoundsException(
                    name
                            + " "
                            + index
                            + " does not exist: this tensor has "
                            + name
                            + "s 0 to "
                            + (size - 1));
        }
        return index;
    }

    @Override
    public String toString() {
        return "attention [layer="
                + layers
                + ", head="
                + heads
                + ", query="
                + queries()
                + ", key="
                + keys()
                + "]";
    }
}
