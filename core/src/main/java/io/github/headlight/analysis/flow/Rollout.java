package io.github.headlight.analysis.flow;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.tensor.AttentionMatrix;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Attention rollout: what each token holds of each input token after some layers, if a layer did
 * nothing but average what its attention points at. With Ā the mean over heads and r the weight of
 * the residual connection, layer l is {@code Â_l = (1 − r)·Ā_l + r·I}, and the rollout is {@code
 * Â_l · … · Â_1 · Â_0}: rows sum to 1, and in a causal model no token holds anything of a later
 * one.
 *
 * <p>It is a linear approximation: what values carry, the feed-forward parts and the norms are left
 * out.
 *
 * @param options how the layers were combined
 * @param layer the highest layer in it
 * @param matrix {@code [query, key]}: the share of input token {@code key} in token {@code query}
 * @see <a href="https://arxiv.org/abs/2005.00928">Abnar and Zuidema 2020, Quantifying Attention
 *     Flow in Transformers, section 3</a>
 */
public record Rollout(RolloutOptions options, int layer, AttentionMatrix matrix) {
    /** Cells of a square matrix that one array holds. */
    private static final int MOST_TOKENS = 46_340;

    /** Receives the rollout of each layer, from the lowest. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called after each layer.
         *
         * @param rollout up to this layer; what is not kept is freed
         */
        void layer(Rollout rollout);
    }

    /**
     * {@return the rollout over all layers with the paper's options}
     *
     * @param attention a capture of all heads, or of their mean
     */
    public static Rollout of(Attention attention) {
        return of(attention, RolloutOptions.DEFAULT);
    }

    /**
     * {@return the rollout up to the highest layer asked for}
     *
     * @param attention a capture of all heads, or of their mean
     * @param options how layers are combined
     * @throws io.github.headlight.error.CaptureException if the capture has neither, or rows that
     *     are no probabilities
     * @throws MemoryBudgetException if the matrices do not fit in Java's heap
     * @throws IllegalArgumentException if the model does not have the layers
     */
    public static Rollout of(Attention attention, RolloutOptions options) {
        return of(attention, options, rollout -> {});
    }

    /**
     * {@return the rollout up to the highest layer asked for}
     *
     * <p>Takes {@code n³/6} multiplications and additions a layer for n rows ({@code n³} where
     * queries see later keys), on all cores, and two matrices of {@code 4·n²} bytes.
     *
     * @param attention a capture of all heads, or of their mean
     * @param options how layers are combined
     * @param listener receives the rollout of each layer
     * @throws io.github.headlight.error.CaptureException if the capture has neither, or rows that
     *     are no probabilities
     * @throws MemoryBudgetException if the matrices do not fit in Java's heap
     * @throws IllegalArgumentException if the model does not have the layers
     */
    public static Rollout of(Attention attention, RolloutOptions options, Listener listener) {
        int last = options.highest(attention.model().layers());
        int n = attention.rows();
        requireFits(n, 2, Runtime.getRuntime().maxMemory());
        float[] below = LayerProduct.identity(n);
        Rollout rollout = null;
        for (int layer = options.firstLayer(); layer <= last; layer++) {
            ResidualAttention residual = new ResidualAttention(attention, options, layer);
            below = LayerProduct.of(residual, below, n);
            FloatBuffer values = FloatBuffer.wrap(below).asReadOnlyBuffer();
            rollout = new Rollout(options, layer, AttentionMatrix.of(values, n, n));
            listener.layer(rollout);
        }
        return rollout;
    }

    /**
     * {@return the rollouts of all layers asked for, the lowest first; each is held in memory}
     *
     * @param attention a capture of all heads, or of their mean
     * @param options how layers are combined
     * @throws io.github.headlight.error.CaptureException if the capture has neither, or rows that
     *     are no probabilities
     * @throws MemoryBudgetException if the matrices do not fit in Java's heap
     * @throws IllegalArgumentException if the model does not have the layers
     */
    public static List<Rollout> layers(Attention attention, RolloutOptions options) {
        int count = options.highest(attention.model().layers()) - options.firstLayer() + 1;
        requireFits(attention.rows(), count + 1, Runtime.getRuntime().maxMemory());
        List<Rollout> layers = new ArrayList<>(count);
        of(attention, options, layers::add);
        return List.copyOf(layers);
    }

    /**
     * {@return the share of each input token in one token, {@link AttentionMatrix#keys} values that
     * sum to 1}
     *
     * @param query the token, from 0
     */
    public float[] influence(int query) {
        return matrix.row(query);
    }

    static void requireFits(int tokens, int matrices, long limit) {
        double bytes = (double) matrices * tokens * tokens * Float.BYTES;
        if (tokens > MOST_TOKENS || bytes > limit) {
            throw new MemoryBudgetException(
                    String.format(
                            Locale.ROOT,
                            "rollout of %d tokens needs %d matrices of %.2f GiB; a matrix is limited"
                                    + " to %d tokens, and Java's heap to %.2f GiB; use a shorter"
                                    + " capture, hold fewer layers, or give Java more (-Xmx)",
                            tokens,
                            matrices,
                            bytes / matrices / 0x1p30,
                            MOST_TOKENS,
                            limit / 0x1p30));
        }
    }
}
