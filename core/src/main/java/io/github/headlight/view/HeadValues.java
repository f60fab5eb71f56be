package io.github.headlight.view;

import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A number for each head, {@code [layer, head]}; NaN where it has none. Immutable. */
public final class HeadValues {
    private final int layers;
    private final int heads;
    private final double[] values;

    /**
     * Computes a number for each head.
     *
     * @param layers number of layers
     * @param heads number of heads of a layer
     * @param value from {@code layer · heads + head} to its number
     */
    public HeadValues(int layers, int heads, IntToDoubleFunction value) {
        if (layers < 1 || heads < 1) {
            throw new IllegalArgumentException(
                    "expected at least one head, found " + layers + " × " + heads);
        }
        this.layers = layers;
        this.heads = heads;
        this.values =
                IntStream.range(0, Math.multiplyExact(layers, heads)).mapToDouble(value).toArray();
    }

    /** {@return the number of layers} */
    public int layers() {
        return layers;
    }

    /** {@return the number of heads of a layer} */
    public int heads() {
        return heads;
    }

    /**
     * {@return the number of a head, NaN if it has none}
     *
     * @param layer from 0
     * @param head from 0
     */
    public double get(int layer, int head) {
        return values[Objects.checkIndex(layer, layers) * heads + Objects.checkIndex(head, heads)];
    }

    /** {@return the largest number, NaN if there is none} */
    public double max() {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }
}
