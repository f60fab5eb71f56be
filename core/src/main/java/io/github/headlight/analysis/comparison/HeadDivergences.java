package io.github.headlight.analysis.comparison;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.model.AttentionDirection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How differently each head attends in two captures, {@code [layer, head]}: the Jensen–Shannon
 * divergence of a row with its partner, over the keys that both captures have and one place for all
 * others, averaged over the pairs of rows from 1 on (in a bidirectional model from 0). Divided by
 * ln 2: 0 is the same, 1 has nothing in common. Immutable.
 */
public final class HeadDivergences {
    private final Basis basis;
    private final int layers;
    private final int heads;
    private final int rows;
    private final double[] values;
    private final int[] strongest;

    private HeadDivergences(
            Basis basis, int layers, int heads, int rows, double[] values, int[] strongest) {
        this.basis = basis;
        this.layers = layers;
        this.heads = heads;
        this.rows = rows;
        this.values = values;
        this.strongest = strongest;
    }

    /** Computes all heads on all cores; there is a pair of rows from 1 on. */
    static HeadDivergences of(Attention first, Attention second, Alignment alignment, Basis basis) {
        int layers = first.model().layers();
        int heads = basis == Basis.LAYER_MEANS ? 1 : first.model().heads();
        int pairs = alignment.rows(first.rows(), second.rows());
        int start = firstPair(alignment, pairs, first.model().direction());
        double[] values = new double[layers * heads];
        int[] strongest = new int[layers * heads];
        IntStream.range(0, layers * heads)
                .parallel()
                .forEach(
                        i -> {
                            RowPairs rows =
                                    rows(first, second, alignment, basis, i / heads, i % heads);
                            double[] p = new double[places(pairs, basis, first)];
                            double[] q = new double[p.length];
                            double sum = 0;
                            double most = -1;
                            for (int pair = start; pair < pairs; pair++) {
                                double divergence = JensenShannon.of(p, q, rows.read(pair, p, q));
                                sum += divergence;
                                if (divergence > most) {
                                    most = divergence;
                                    strongest[i] = pair;
                                }
                            }
                            values[i] = sum / (pairs - start);
                        });
        return new HeadDivergences(basis, layers, heads, pairs - start, values, strongest);
    }

    /** The first pair whose tokens both have something beside themselves to look at. */
    static int firstPair(Alignment alignment, int pairs, AttentionDirection direction) {
        int row = direction.firstRow();
        int pair = 0;
        while (pair < pairs && (alignment.inFirst(pair) < row || alignment.inSecond(pair) < row)) {
            pair++;
        }
        return pair;
    }

    private static int places(int pairs, Basis basis, Attention first) {
        return basis == Basis.TOP_KEYS ? first.topK().k() + 1 : pairs + 1;
    }

    /** The rows of a head, by its place in the layer. */
    static RowPairs rows(
            Attention first, Attention second, Alignment alignment, Basis basis, int layer, int i) {
        AttentionDirection direction = first.model().direction();
        return switch (basis) {
            case HEADS ->
                    new FullRows(
                            alignment,
                            direction,
                            layer,
                            i,
                            first.head(layer, i),
                            second.head(layer, i));
            case TOP_KEYS -> new TopKeyRows(alignment, layer, i, first.topK(), second.topK());
            case LAYER_MEANS ->
                    new FullRows(
                            alignment,
                            direction,
                            layer,
                            HeadChoice.ALL,
                            first.mean(layer),
                            second.mean(layer));
        };
    }

    /** {@return what was compared} */
    public Basis basis() {
        return basis;
    }

    /** {@return the number of layers} */
    public int layers() {
        return layers;
    }

    /** {@return the number of heads of a layer, 1 if means were compared} */
    public int heads() {
        return heads;
    }

    /** {@return the number of pairs of rows that divergences are the mean of} */
    public int rows() {
        return rows;
    }

    /**
     * {@return the divergence of a head, 0 to 1}
     *
     * @param layer from 0
     * @param head from 0
     */
    public double get(int layer, int head) {
        return values[index(layer, head)];
    }

    /**
     * {@return the mean over a layer's heads, 0 to 1}
     *
     * @param layer from 0
     */
    public double layer(int layer) {
        int from = index(layer, 0);
        return Arrays.stream(values, from, from + heads).average().orElseThrow();
    }

    /** {@return the mean over all heads, 0 to 1} */
    public double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The pair of rows of a head that changed most. */
    int strongestPair(int layer, int head) {
        return strongest[index(layer, head)];
    }

    /** The heads that changed most, as {@code layer · heads + head}; where equal, in order. */
    List<Integer> ranked(int most) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .limit(most)
                .toList();
    }

    private int index(int layer, int head) {
        return Objects.checkIndex(layer, layers) * heads + Objects.checkIndex(head, heads);
    }

    @Override
    public String toString() {
        return "divergences [layer=" + layers + ", head=" + heads + "] over " + rows + " rows";
    }
}
