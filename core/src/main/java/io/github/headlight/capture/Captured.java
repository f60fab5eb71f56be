package io.github.headlight.capture;

import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;

import java.util.List;
import java.util.Optional;

/**
 * What a capture holds, part by part of its plan. Immutable; the {@code with} methods give a
 * changed copy.
 *
 * @param full all probabilities, {@code [layer, head, query, key]}
 * @param heads the matrices of the chosen heads, layer after layer; empty if none were chosen
 * @param mean the mean over each layer's heads, {@code [layer, 1, query, key]}
 * @param topK the keys that each query looks at most
 * @param pooled sums and maxima of blocks
 * @param statistics what each head does on average
 */
public record Captured(
        Optional<AttentionTensor> full,
        List<AttentionMatrix> heads,
        Optional<AttentionTensor> mean,
        Optional<TopKAttention> topK,
        Optional<PooledAttention> pooled,
        Optional<HeadStatistics> statistics) {
    /** Nothing yet. */
    public static final Captured NOTHING =
            new Captured(
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public Captured {
        heads = List.copyOf(heads);
    }

    /**
     * {@return a full capture}
     *
     * @param tensor all probabilities
     */
    public static Captured full(AttentionTensor tensor) {
        return NOTHING.withFull(tensor);
    }

    /**
     * {@return a copy with all probabilities}
     *
     * @param tensor {@code [layer, head, query, key]}
     */
    public Captured withFull(AttentionTensor tensor) {
        return new Captured(Optional.of(tensor), heads, mean, topK, pooled, statistics);
    }

    /**
     * {@return a copy with chosen heads}
     *
     * @param matrices layer after layer
     */
    public Captured withHeads(List<AttentionMatrix> matrices) {
        return new Captured(full, matrices, mean, topK, pooled, statistics);
    }

    /**
     * {@return a copy with means}
     *
     * @param tensor {@code [layer, 1, query, key]}
     */
    public Captured withMean(AttentionTensor tensor) {
        return new Captured(full, heads, Optional.of(tensor), topK, pooled, statistics);
    }

    /**
     * {@return a copy with top keys}
     *
     * @param keys of all layers and heads
     */
    public Captured with(TopKAttention keys) {
        return new Captured(full, heads, mean, Optional.of(keys), pooled, statistics);
    }

    /**
     * {@return a copy with blocks}
     *
     * @param blocks of all layers and heads
     */
    public Captured with(PooledAttention blocks) {
        return new Captured(full, heads, mean, topK, Optional.of(blocks), statistics);
    }

    /**
     * {@return a copy with statistics}
     *
     * @param measured of all layers and heads
     */
    public Captured with(HeadStatistics measured) {
        return new Captured(full, heads, mean, topK, pooled, Optional.of(measured));
    }
}
