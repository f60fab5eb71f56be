package io.github.headlight.gpucheck;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration, and the tensors that transformers' Qwen2 has for it.
 *
 * @param config the content of config.json
 */
record CheckpointShape(JsonObject config) {
    private static final String PUBLISHED = "qwen2.5-7b-instruct.json";

    /** Scores then spread by about 3, so that heads prefer some keys and ignore none. */
    private static final double SHARPNESS = 1.7;

    /**
     * A tensor of random numbers.
     *
     * @param name its name
     * @param shape its axes
     * @param mean of its numbers
     * @param deviation of its numbers
     */
    record Tensor(String name, List<Long> shape, double mean, double deviation) {
        long bytes() {
            return shape.stream().reduce((long) Short.BYTES, Math::multiplyExact);
        }
    }

    /** {@return the shape of Qwen2.5-7B-Instruct, with its own config.json} */
    static CheckpointShape published() {
        try (Reader reader =
                new InputStreamReader(
                        CheckpointShape.class.getResourceAsStream(PUBLISHED),
                        StandardCharsets.UTF_8)) {
            return new CheckpointShape(JsonParser.parseReader(reader).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the same model made small: what tests and machines without a GPU can run} */
    static CheckpointShape small() {
        JsonObject config = published().config();
        config.addProperty("hidden_size", 224);
        config.addProperty("intermediate_size", 512);
        config.addProperty("num_attention_heads", 7);
        config.addProperty("num_key_value_heads", 1);
        config.addProperty("num_hidden_layers", 4);
        config.addProperty("max_window_layers", 4);
        config.addProperty("vocab_size", 1024);
        config.addProperty("bos_token_id", 1022);
        config.addProperty("eos_token_id", 1023);
        return new CheckpointShape(config);
    }

    int number(String key) {
        return config.get(key).getAsInt();
    }

    /** {@return all tensors, in the order of their layers} */
    List<Tensor> tensors() {
        long hidden = number("hidden_size");
        long inner = number("intermediate_size");
        long vocabulary = number("vocab_size");
        long headSize = hidden / number("num_attention_heads");
        long kv = number("num_key_value_heads") * headSize;
        int layers = number("num_hidden_layers");
        // What each layer adds is small beside the sum of all before.
        double added = 1 / Math.sqrt(2.0 * layers);
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(new Tensor("model.embed_tokens.weight", List.of(vocabulary, hidden), 0, 1));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            String attention = prefix + "self_attn.";
            addLinear(tensors, attention + "q_proj", hidden, hidden, SHARPNESS, true);
            addLinear(tensors, attention + "k_proj", kv, hidden, SHARPNESS, true);
            addLinear(tensors, attention + "v_proj", kv, hidden, 1, true);
            addLinear(tensors, attention + "o_proj", hidden, hidden, added, false);
            addLinear(tensors, prefix + "mlp.gate_proj", inner, hidden, 1, false);
            addLinear(tensors, prefix + "mlp.up_proj", inner, hidden, 1, false);
            addLinear(tensors, prefix + "mlp.down_proj", hidden, inner, added, false);
            addNorm(tensors, prefix + "input_layernorm", hidden);
            addNorm(tensors, prefix + "post_attention_layernorm", hidden);
        }
        addNorm(tensors, "model.norm", hidden);
        addLinear(tensors, "lm_head", vocabulary, hidden, 3, false);
        return tensors;
    }

    /** The scale is the deviation of the output for an input whose numbers deviate by 1. */
    private static void addLinear(
            List<Tensor> tensors, String name, long out, long in, double scale, boolean bias) {
        tensors.add(
                new Tensor(name + ".weight", List.of(out, in), 0, scale / Math.sqrt((double) in)));
        if (bias) {
            tensors.add(new Tensor(name + ".bias", List.of(out), 0, 0.2 * scale));
        }
    }

    private static void addNorm(List<Tensor> tensors, String name, long size) {
        tensors.add(new Tensor(name + ".weight", List.of(size), 1, 0.1));
    }
}
