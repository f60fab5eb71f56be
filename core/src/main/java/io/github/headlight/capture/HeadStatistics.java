package io.github.headlight.capture;

import io.github.headlight.tensor.AttentionMatrix;

import java.nio.FloatBuffer;
import java.util.Arrays;

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

    /**
     * {@return the statistics of a full capture}
     *
     * @param attention a full capture
     */
    public static HeadStatistics of(Attention attention) {
        int layers = attention.model().layers();
        int heads = attention.model().heads();
        int queries = attention.rows();
        RowWeights weights = new RowWeights(attention.tokens().hasTexts());
        for (int i = 0; i < queries; i++) {
            weights.add(attention.tokens().get(i).id(), Separators.at(attention.tokens(), i));
        }
        int width = RowWeights.MEASURES.size();
        StatisticsSum sum = new StatisticsSum(layers, heads, weights);
        float[] row = new float[queries];
        float[] received = new float[queries];
        float[] sums = new float[width];
        for (int query = 0; query < queries; query++) {
            float[] cells = new float[(query + 1) * width];
            weights.put(query, FloatBuffer.wrap(cells), 0);
            for (int layer = 0; layer < layers; layer++) {
                for (int head = 0; head < heads; head++) {
                    attention.tensor().head(layer, head).readRow(query, row, 0);
                    double entropy = 0;
                    Arrays.fill(sums, 0);
                    for (int key = 0; key <= query; key++) {
                        double p = row[key];
                        entropy -= p > 0 ? p * Math.log(p) : 0;
                        for (int m = 0; m < width; m++) {
                            sums[m] += row[key] * cells[key * width + m];
                        }
                    }
                    sum.add(layer, head, query, (float) entropy, FloatBuffer.wrap(sums), 0);
                }
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            for (int head = 0; head < heads; head++) {
                Arrays.fill(received, 0);
                AttentionMatrix matrix = attention.tensor().head(layer, head);
                for (int query = 0; query < queries; query++) {
                    matrix.readRow(query, row, 0);
                    for (int key = 0; key <= query; key++) {
                        received[key] += row[key];
                    }
                }
                sum.focus(layer, head, FloatBuffer.wrap(received));
            }
        }
        return sum.toStatistics();
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
