package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.Value;

import java.util.Optional;

/** What lies between the projections of attention: rotary embedding, cache, probabilities. */
interface AttentionKernel {
    /**
     * What the projections and the cache of one layer give.
     *
     * @param query {@code [batch, sequence, heads · headSize]}, not yet rotated
     * @param key {@code [batch, sequence, kvHeads · headSize]}, not yet rotated
     * @param value {@code [batch, sequence, kvHeads · headSize]}
     * @param pastKey {@code [batch, kvHeads, past, headSize]}, rotated
     * @param pastValue {@code [batch, kvHeads, past, headSize]}
     */
    record Inputs(Value query, Value key, Value value, Value pastKey, Value pastValue) {}

    /**
     * What comes out.
     *
     * @param context the values each head took in, {@code heads · headSize} numbers a token in
     *     their order
     * @param presentKey {@code [batch, kvHeads, total, headSize]}, rotated
     * @param presentValue {@code [batch, kvHeads, total, headSize]}
     * @param probabilities {@code [batch, wanted heads, sequence, total]}, in f32, if any are
     *     wanted
     */
    record Result(
            Value context, Value presentKey, Value presentValue, Optional<Value> probabilities) {}

    /**
     * Adds the nodes of one layer.
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     * @param inputs what it reads
     * @param wanted the probabilities that are wanted, if any; all heads, unless the kernel {@link
     *     #picksHeads}
     */
    Result build(int layer, String prefix, Inputs inputs, Optional<WantedHeads> wanted);

    /** {@return whether it computes probabilities for the wanted heads only} */
    default boolean picksHeads() {
        return false;
    }
}
