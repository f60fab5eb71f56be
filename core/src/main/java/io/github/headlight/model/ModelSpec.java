package io.github.headlight.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.List;
import java.util.Objects;

/**
 * What a model is, in numbers.
 *
 * @param architecture {@code qwen2}, {@code qwen3}, {@code llama}, or {@code unknown} for attention
 *     saved elsewhere
 * @param layers number of layers
 * @param heads query heads per layer
 * @param kvHeads key/value heads per layer; {@code heads / kvHeads} query heads share one
 * @param headSize size of one head, 0 when unknown
 * @param vocabularySize rows of the embedding, 0 when unknown
 * @param contextLength the most positions the model was made for, 0 when unknown
 * @param endTokens ids that end a generated answer
 * @param fingerprint identifies the weights: {@code sha256:…} over the fingerprints of all weight
 *     files, empty when unknown
 * @param direction which keys a query sees
 */
public record ModelSpec(
        String architecture,
        int layers,
        int heads,
        int kvHeads,
        int headSize,
        int vocabularySize,
        int contextLength,
        List<Integer> endTokens,
        String fingerprint,
        AttentionDirection direction) {

    /** The largest number of layers, or of heads in a layer, that a file is believed to have. */
    public static final int MAX_COUNT = 4096;

    public ModelSpec {
        if (layers < 1 || layers > MAX_COUNT || heads < 1 || heads > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "layers and heads must be 1 to "
                            + MAX_COUNT
                            + ", found "
                            + layers
                            + " and "
                            + heads);
        }
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    heads + " query heads cannot share " + kvHeads + " key/value heads evenly");
        }
        if (headSize < 0 || vocabularySize < 0 || contextLength < 0) {
            throw new IllegalArgumentException(
                    "head size, vocabulary and context length must not be negative");
        }
        endTokens = List.copyOf(endTokens);
        Objects.requireNonNull(direction, "direction");
    }

    /** A causal model: see the components of the record. */
    public ModelSpec(
            String architecture,
            int layers,
            int heads,
            int kvHeads,
            int headSize,
            int vocabularySize,
            int contextLength,
            List<Integer> endTokens,
            String fingerprint) {
        this(
                architecture,
                layers,
                heads,
                kvHeads,
                headSize,
                vocabularySize,
                contextLength,
                endTokens,
                fingerprint,
                AttentionDirection.CAUSAL);
    }

    /**
     * {@return a specification of causal attention whose model is not known}
     *
     * @param layers number of layers
     * @param heads heads per layer
     */
    public static ModelSpec unknown(int layers, int heads) {
        return new ModelSpec("unknown", layers, heads, heads, 0, 0, 0, List.of(), "");
    }

    /**
     * {@return this specification with another number of KV heads}
     *
     * @param other a divisor of {@link #heads}
     */
    public ModelSpec withKvHeads(int other) {
        return new ModelSpec(
                architecture,
                layers,
                heads,
                other,
                headSize,
                vocabularySize,
                contextLength,
                endTokens,
                fingerprint,
                direction);
    }

    /**
     * {@return this specification with another direction}
     *
     * @param other which keys a query sees
     */
    public ModelSpec withDirection(AttentionDirection other) {
        return new ModelSpec(
                architecture,
                layers,
                heads,
                kvHeads,
                headSize,
                vocabularySize,
                contextLength,
                endTokens,
                fingerprint,
                other);
    }

    /** {@return whether queries see later keys: an encoder, which writes nothing} */
    public boolean isBidirectional() {
        return direction == AttentionDirection.BIDIRECTIONAL;
    }

    /**
     * {@return the key/value head that a query head reads}
     *
     * @param head the query head, from 0
     */
    public int kvHeadOf(int head) {
        return head / (heads / kvHeads);
    }

    /** {@return this specification as one JSON object, as metadata and attention files hold it} */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("architecture", architecture);
        json.addProperty("layers", layers);
        json.addProperty("heads", heads);
        json.addProperty("kv_heads", kvHeads);
        json.addProperty("head_size", headSize);
        json.addProperty("vocabulary", vocabularySize);
        json.addProperty("context", contextLength);
        JsonArray ends = new JsonArray();
        endTokens.forEach(ends::add);
        json.add("end_tokens", ends);
        json.addProperty("fingerprint", fingerprint);
        if (isBidirectional()) {
            json.addProperty("attention", direction.key());
        }
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param text the JSON
     * @return the specification
     * @throws IllegalArgumentException if a field is missing or out of bounds; the message names it
     */
    public static ModelSpec parse(String text) {
        JsonFields json = JsonFields.parse(text);
        return new ModelSpec(
                json.string("architecture"),
                json.integer("layers"),
                json.integer("heads"),
                json.integer("kv_heads"),
                json.integer("head_size"),
                json.integer("vocabulary"),
                json.integer("context"),
                json.integers("end_tokens"),
                json.string("fingerprint"),
                json.has("attention")
                        ? AttentionDirection.of(json.string("attention"))
                        : AttentionDirection.CAUSAL);
    }
}
