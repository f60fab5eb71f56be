package io.github.headlight.analysis.flow;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Attention flow: how much could stream from a token at the top down to each input token, if links
 * were pipes. A node is a token after a layer; the pipe from token i down to token j takes what
 * {@code Â = (1 − r)·Ā + r·I} of that layer says in {@code [i, j]}. The value of an input token is
 * the largest flow to it alone, 0 to 1; so values of different tokens share pipes, and do not sum
 * to 1 unless {@link #normalized}.
 *
 * <p>Flows are exact for capacities rounded to 2⁻⁵⁰. Like rollout it sees attention only, and not
 * what values carry.
 *
 * @see <a href="https://arxiv.org/abs/2005.00928">Abnar and Zuidema 2020, Quantifying Attention
 *     Flow in Transformers, section 3</a>
 */
public final class AttentionFlow {
    /**
     * The most links of a graph that is computed, {@code layers · n·(n + 1)/2} for n tokens up to
     * the query: 136 tokens of 28 layers, 361 of 4; in a bidirectional model {@code layers · n²}
     * for all tokens.
     */
    public static final int MOST_LINKS = 1 << 18;

    private static final double UNIT = 0x1p50;

    private final RolloutOptions options;
    private final int query;
    private final double[] values;

    private AttentionFlow(RolloutOptions options, int query, double[] values) {
        this.options = options;
        this.query = query;
        this.values = values;
    }

    /**
     * {@return the flow from a token to itself and each token before it, in a bidirectional model
     * to all, computed on all cores}
     *
     * @param attention a capture of all heads, or of their mean
     * @param options weight of the residual connection, treatment of the first token, and layers
     * @param query the token at the top, from 0
     * @throws CaptureException if there are more links than {@link #MOST_LINKS}, the capture has
     *     neither all heads nor their mean, or rows are no probabilities
     * @throws IllegalArgumentException if the model does not have the layers
     */
    public static AttentionFlow of(Attention attention, RolloutOptions options, int query) {
        Objects.checkIndex(query, attention.rows());
        int last = options.highest(attention.model().layers());
        int layers = last - options.firstLayer() + 1;
        boolean causal = !attention.model().isBidirectional();
        int tokens = attention.keys(query);
        long links = layers * (causal ? tokens * (tokens + 1L) / 2 : (long) tokens * tokens);
        if (links > MOST_LINKS) {
            throw new CaptureException(
                    "attention flow: expected at most "
                            + MOST_LINKS
                            + " links, found "
                            + links
                            + " ("
                            + tokens
                            + " tokens, "
                            + layers
                            + " layers); ask for an earlier token or fewer layers, or use rollout");
        }
        long[][][] capacities = new long[layers][tokens][];
        for (int layer = 0; layer < layers; layer++) {
            ResidualAttention residual =
                    new ResidualAttention(attention, options, options.firstLayer() + layer);
            for (int i = 0; i < tokens; i++) {
                double[] row = new double[residual.keys(i)];
                residual.readRow(i, row);
                capacities[layer][i] =
                        Arrays.stream(row).mapToLong(weight -> Math.round(weight * UNIT)).toArray();
            }
        }
        double[] values =
                IntStream.range(0, tokens)
                        .parallel()
                        .mapToDouble(key -> flow(capacities, causal ? key : 0, query, key) / UNIT)
                        .toArray();
        return new AttentionFlow(options, query, values);
    }

    /**
     * The flow through the tokens from the first on. Where no link leads to a later token, every
     * path from a query to a key stays between them: the key is the first.
     */
    private static long flow(long[][][] capacities, int first, int query, int key) {
        int layers = capacities.length;
        int tokens = capacities[0].length;
        int width = tokens - first;
        int links = 0;
        for (int i = first; i < tokens; i++) {
            links += capacities[0][i].length - first;
        }
        MaxFlow graph = new MaxFlow((layers + 1) * width, layers * links);
        for (int layer = 0; layer < layers; layer++) {
            for (int i = first; i < tokens; i++) {
                for (int j = first; j < capacities[layer][i].length; j++) {
                    graph.addEdge(
                            (layer + 1) * width + i - first,
                            layer * width + j - first,
                            capacities[layer][i][j]);
                }
            }
        }
        return graph.between(layers * width + query - first, key - first);
    }

    /** {@return how the layers were made} */
    public RolloutOptions options() {
        return options;
    }

    /** {@return the token at the top} */
    public int query() {
        return query;
    }

    /**
     * {@return the largest flow to an input token, 0 to 1}
     *
     * @param key an input token that the query sees
     */
    public double value(int key) {
        return values[Objects.checkIndex(key, values.length)];
    }

    /** {@return the largest flow to each input token that the query sees} */
    public double[] values() {
        return values.clone();
    }

    /** {@return the flows as shares that sum to 1} */
    public double[] normalized() {
        double sum = Arrays.stream(values).sum();
        return Arrays.stream(values).map(value -> value / sum).toArray();
    }
}
