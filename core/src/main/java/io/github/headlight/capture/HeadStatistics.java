package io.github.headlight.capture;

/**
 * What each head does on average, {@code [layer, head, measure]}: one number for each {@link
 * Measure}, and the number of rows it is the mean of. A measure that no row has is NaN. Immutable.
 */
public final class HeadStatistics {
    private final int layers;
    private final int heads;
    private final int[] rows;
    private final float[] values;

    /**
     * Makes statistics of known values.
     *
     * @param layers number of layers
     * @param heads number of heads of a layer
     * @param rows rows that each measure has a value in, in the order of {@link Measure#values}
     * @param values {@code [layer, head, measure]}
     */
    public HeadStatistics(int layers, int heads, int[] rows, float[] values) {
        int measures = Measure.values().length;
        if (layers < 1
                || heads < 1
                || rows.length != measures
                || (long) layers * heads * measures != values.length) {
            throw new IllegalArgumentException(
                    "expected ["
                            + layers
                            + ", "
                            + heads
                            + ", "
                            + measures
                            + "] values and "
                            + measures
                            + " counts, found "
                            + values.length
                            + " and "
                            + rows.length);
        }
        this.layers = layers;
        this.heads = heads;
        this.rows = rows.clone();
        this.values = values.clone();
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
     * {@return a measure of a head, NaN if no row has it}
     *
     * @param layer from 0
     * @param head from 0
     * @param measure which
     */
    public float get(int layer, int head, Measure measure) {
        if (layer < 0 || layer >= layers || head < 0 || head >= heads) {
            throw new IndexOutOfBoundsException(
                    "head "
                            + layer
                            + "."
                            + head
                            + " does not exist: there are layers 0 to "
                            + (layers - 1)
                            + " of heads 0 to "
                            + (heads - 1));
        }
        return values[(layer * heads + head) * rows.length + measure.place()];
    }

    /**
     * {@return the number of rows that a measure is the mean of, the same for all heads}
     *
     * @param measure which
     */
    public int rows(Measure measure) {
        return rows[measure.place()];
    }

    @Override
    public String toString() {
        return "statistics [layer=" + layers + ", head=" + heads + "]";
    }
}
