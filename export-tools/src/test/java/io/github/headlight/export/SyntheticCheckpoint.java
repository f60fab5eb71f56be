package io.github.headlight.export;

import com.google.gson.JsonObject;

import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A checkpoint of any shape with random weights, for tests that need size and no sense. */
record SyntheticCheckpoint(
        int layers, int hidden, int intermediate, int heads, int kvHeads, int headSize) {
    static final int VOCABULARY = 512;
    static final int CONTEXT = 40_000;

    Path writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonObject config = new JsonObject();
        config.addProperty("model_type", "llama");
        config.addProperty("hidden_size", hidden);
        config.addProperty("intermediate_size", intermediate);
        config.addProperty("num_hidden_layers", layers);
        config.addProperty("num_attention_heads", heads);
        config.addProperty("num_key_value_heads", kvHeads);
        config.addProperty("head_dim", headSize);
        config.addProperty("vocab_size", VOCABULARY);
        config.addProperty("max_position_embeddings", CONTEXT);
        config.addProperty("rms_norm_eps", 1e-6);
        config.addProperty("hidden_act", "silu");
        config.addProperty("tie_word_embeddings", true);
        config.addProperty("torch_dtype", "float32");
        Files.writeString(folder.resolve("config.json"), config.toString());
        SafetensorsWriter writer = new SafetensorsWriter();
        Random random = new Random(7);
        add(writer, random, "model.embed_tokens.weight", VOCABULARY, hidden);
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            add(writer, random, prefix + "self_attn.q_proj.weight", heads * headSize, hidden);
            add(writer, random, prefix + "self_attn.k_proj.weight", kvHeads * headSize, hidden);
            add(writer, random, prefix + "self_attn.v_proj.weight", kvHeads * headSize, hidden);
            add(writer, random, prefix + "self_attn.o_proj.weight", hidden, heads * headSize);
            add(writer, random, prefix + "mlp.gate_proj.weight", intermediate, hidden);
            add(writer, random, prefix + "mlp.up_proj.weight", intermediate, hidden);
            add(writer, random, prefix + "mlp.down_proj.weight", hidden, intermediate);
            add(writer, random, prefix + "input_layernorm.weight", hidden);
            add(writer, random, prefix + "post_attention_layernorm.weight", hidden);
        }
        add(writer, random, "model.norm.weight", hidden);
        writer.write(folder.resolve("model.safetensors"));
        return folder;
    }

    private static void add(SafetensorsWriter writer, Random random, String name, int... shape) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            bytes.putFloat(
                    shape.length == 1 ? 1 : (float) (random.nextGaussian() / Math.sqrt(shape[1])));
        }
        writer.tensor(
                name,
                DType.F32,
                Arrays.stream(shape).asLongStream().boxed().toList(),
                bytes.flip());
    }
}
