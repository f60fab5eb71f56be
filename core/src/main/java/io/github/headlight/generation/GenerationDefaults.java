package io.github.headlight.generation;

import com.google.gson.JsonObject;

import io.github.headlight.model.JsonFields;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a checkpoint's makers want it to answer: the fields of its {@code generation_config.json}
 * that Headlight knows. A field that the file has not, or has as null, is empty.
 *
 * @param temperature {@code temperature}
 * @param topK {@code top_k}
 * @param topP {@code top_p}
 * @param minP {@code min_p}
 * @param repetitionPenalty {@code repetition_penalty}
 */
public record GenerationDefaults(
        OptionalDouble temperature,
        OptionalInt topK,
        OptionalDouble topP,
        OptionalDouble minP,
        OptionalDouble repetitionPenalty) {
    /** Of a checkpoint without the file, or with one that says nothing. */
    public static final GenerationDefaults NONE = parse("{}");

    private static final String TEMPERATURE = "temperature";
    private static final String TOP_K = "top_k";
    private static final String TOP_P = "top_p";
    private static final String MIN_P = "min_p";
    private static final String REPETITION_PENALTY = "repetition_penalty";

    public GenerationDefaults {
        temperature.ifPresent(value -> Limits.temperature(field(TEMPERATURE), value));
        topK.ifPresent(value -> Limits.topK(field(TOP_K), value));
        topP.ifPresent(value -> Limits.topP(field(TOP_P), value));
        minP.ifPresent(value -> Limits.minP(field(MIN_P), value));
        repetitionPenalty.ifPresent(
                value -> Limits.repetitionPenalty(field(REPETITION_PENALTY), value));
    }

    private static String field(String name) {
        return "field " + name;
    }

    /**
     * Reads a {@code generation_config.json}, or what {@link #toJson} wrote.
     *
     * @param text the JSON; unknown fields are left alone
     * @return the defaults
     * @throws IllegalArgumentException if it is not a JSON object, or a field has another type or
     *     is out of bounds; the message names it
     */
    public static GenerationDefaults parse(String text) {
        JsonFields json = JsonFields.parse(text);
        return new GenerationDefaults(
                decimal(json, TEMPERATURE),
                topK(json),
                decimal(json, TOP_P),
                decimal(json, MIN_P),
                decimal(json, REPETITION_PENALTY));
    }

    private static OptionalDouble decimal(JsonFields json, String name) {
        return json.has(name) ? OptionalDouble.of(json.decimal(name)) : OptionalDouble.empty();
    }

    /** Some write −1 for all tokens, where transformers has 0. */
    private static OptionalInt topK(JsonFields json) {
        return json.has(TOP_K)
                ? OptionalInt.of(json.integer(TOP_K) == -1 ? 0 : json.integer(TOP_K))
                : OptionalInt.empty();
    }

    /**
     * {@return the fields that are not empty as one JSON object, as a model's metadata holds it}
     */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        temperature.ifPresent(value -> json.addProperty(TEMPERATURE, value));
        topK.ifPresent(value -> json.addProperty(TOP_K, value));
        topP.ifPresent(value -> json.addProperty(TOP_P, value));
        minP.ifPresent(value -> json.addProperty(MIN_P, value));
        repetitionPenalty.ifPresent(value -> json.addProperty(REPETITION_PENALTY, value));
        return json;
    }

    /**
     * {@return how transformers samples with these defaults: where they are silent, temperature 1,
     * top-k 50, and nothing else}
     *
     * @param seed of the choices
     */
    public Sampling sampling(long seed) {
        return new Sampling(
                temperature.orElse(1),
                topK.orElse(50),
                topP.orElse(1),
                minP.orElse(0),
                repetitionPenalty.orElse(1),
                seed);
    }
}
