package io.github.headlight.export;

import io.github.headlight.export.architecture.Architecture;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A checkpoint in GGUF, as llama.cpp's convert_hf_to_gguf.py lays it out. */
final class GgufCopy {
    private static final Map<String, String> PARTS =
            Map.of(
                    "input_layernorm", "attn_norm",
                    "post_attention_layernorm", "ffn_norm",
                    "self_attn.q_proj", "attn_q",
                    "self_attn.k_proj", "attn_k",
                    "self_attn.v_proj", "attn_v",
                    "self_attn.o_proj", "attn_output",
                    "mlp.gate_proj", "ffn_gate",
                    "mlp.up_proj", "ffn_up",
                    "mlp.down_proj", "ffn_down");
    private static final Map<DType, Integer> TYPES =
            Map.of(DType.F32, 0, DType.F16, 1, DType.BF16, 30);

    private final ModelConfig config;
    private final GgufBuilder builder = new GgufBuilder();

    private GgufCopy(ModelConfig config) {
        this.config = config;
    }

    static Path write(Path checkpoint, Path file) throws IOException {
        Checkpoint opened = Checkpoint.open(checkpoint);
        GgufCopy copy = new GgufCopy(opened.config());
        describe(copy.builder, opened.config());
        if (opened.config().rope() instanceof Rope.Llama3 rope) {
            copy.addFactors(rope);
        }
        for (Path weights : opened.weightFiles()) {
            SafetensorsFile tensors = SafetensorsFile.open(weights);
            for (TensorInfo tensor : tensors.tensors()) {
                copy.add(tensor, tensors.map(tensor));
            }
        }
        return copy.builder.write(file);
    }

    /** The metadata of a model. */
    static void describe(GgufBuilder builder, ModelConfig config) {
        String name = config.architecture().modelType();
        builder.text("general.architecture", name)
                .whole(name + ".block_count", config.layers())
                .whole(name + ".context_length", config.contextLength())
                .whole(name + ".embedding_length", config.hiddenSize())
                .whole(name + ".feed_forward_length", config.intermediateSize())
                .whole(name + ".attention.head_count", config.heads())
                .whole(name + ".attention.head_count_kv", config.kvHeads())
                .whole(name + ".attention.key_length", config.headSize())
                .whole(name + ".attention.value_length", config.headSize())
                .whole(name + ".rope.dimension_count", config.headSize())
                .real(name + ".rope.freq_base", (float) config.rope().theta())
                .real(name + ".attention.layer_norm_rms_epsilon", (float) config.normEpsilon());
        if (config.rope() instanceof Rope.Yarn yarn) {
            builder.text(name + ".rope.scaling.type", "yarn")
                    .real(name + ".rope.scaling.factor", (float) yarn.factor())
                    .whole(
                            name + ".rope.scaling.original_context_length",
                            (int) yarn.ramp().originalContext());
        }
    }

    private void addFactors(Rope.Llama3 rope) {
        float[] scaled = rope.inverseFrequencies(config.headSize());
        float[] plain = new Rope.Default(rope.theta()).inverseFrequencies(config.headSize());
        ByteBuffer factors =
                ByteBuffer.allocate(scaled.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < scaled.length; i++) {
            factors.putFloat(plain[i] / scaled[i]);
        }
        List<Long> shape = List.of((long) scaled.length);
        builder.tensor("rope_freqs.weight", 0, shape, factors.array());
    }

    private void add(TensorInfo tensor, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        String name = name(tensor.name());
        if (config.architecture() == Architecture.LLAMA) {
            bytes = permuted(name, tensor.shape().get(0), bytes);
        }
        builder.tensor(name, TYPES.get(tensor.dtype()), tensor.shape(), bytes);
    }

    private byte[] permuted(String name, long rows, byte[] bytes) {
        int heads =
                name.contains(".attn_q.")
                        ? config.heads()
                        : name.contains(".attn_k.") ? config.kvHeads() : 0;
        return heads == 0 ? bytes : permuted((int) rows, heads, bytes);
    }

    /** {@code reshape(heads, 2, half, …).swapaxes(1, 2)} */
    static byte[] permuted(int rows, int heads, byte[] bytes) {
        int size = bytes.length / rows;
        int half = rows / heads / 2;
        byte[] permuted = new byte[bytes.length];
        int to = 0;
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < half; i++) {
                for (int side = 0; side < 2; side++) {
                    int from = (head * 2 + side) * half + i;
                    System.arraycopy(bytes, from * size, permuted, to++ * size, size);
                }
            }
        }
        return permuted;
    }

    private static String name(String theirs) {
        String[] parts = theirs.split("\\.", -1);
        if (!theirs.startsWith("model.layers.")) {
            return switch (theirs) {
                case "model.embed_tokens.weight" -> "token_embd.weight";
                case "model.norm.weight" -> "output_norm.weight";
                case "lm_head.weight" -> "output.weight";
                default -> throw new IllegalArgumentException(theirs);
            };
        }
        String kind = parts[parts.length - 1];
        String prefix = "model.layers." + parts[2] + ".";
        String part = theirs.substring(prefix.length(), theirs.length() - kind.length() - 1);
        String ours =
                PARTS.containsKey(part) ? PARTS.get(part) : part.replace("self_attn.", "attn_");
        return "blk." + parts[2] + "." + ours + "." + kind;
    }
}
