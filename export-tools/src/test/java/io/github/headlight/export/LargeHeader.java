package io.github.headlight.export;

import io.github.headlight.export.weights.WeightType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A GGUF file with the header of Qwen2.5-7B-Instruct in Q4_K_M, which ends within its tensors. */
public final class LargeHeader {
    private static final int VOCABULARY = 152_064;
    private static final int HIDDEN = 3584;
    private static final int INNER = 18_944;
    private static final int KEYS = 512;
    private static final int LAYERS = 28;
    private static final int Q4_K = 12;
    private static final int Q6_K = 14;

    private LargeHeader() {}

    /**
     * {@return the file}
     *
     * @param file to write
     * @param size its bytes
     */
    public static Path write(Path file, long size) throws IOException {
        GgufBuilder builder = new GgufBuilder();
        describe(builder);
        add(builder, "token_embd.weight", Q4_K, VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "blk." + layer + ".";
            int better = layer % 2 == 0 ? Q6_K : Q4_K;
            add(builder, prefix + "attn_norm.weight", 0, HIDDEN);
            add(builder, prefix + "ffn_down.weight", better, HIDDEN, INNER);
            add(builder, prefix + "ffn_gate.weight", Q4_K, INNER, HIDDEN);
            add(builder, prefix + "ffn_up.weight", Q4_K, INNER, HIDDEN);
            add(builder, prefix + "ffn_norm.weight", 0, HIDDEN);
            add(builder, prefix + "attn_k.bias", 0, KEYS);
            add(builder, prefix + "attn_k.weight", Q4_K, KEYS, HIDDEN);
            add(builder, prefix + "attn_output.weight", Q4_K, HIDDEN, HIDDEN);
            add(builder, prefix + "attn_q.bias", 0, HIDDEN);
            add(builder, prefix + "attn_q.weight", Q4_K, HIDDEN, HIDDEN);
            add(builder, prefix + "attn_v.bias", 0, KEYS);
            add(builder, prefix + "attn_v.weight", better, KEYS, HIDDEN);
        }
        add(builder, "output_norm.weight", 0, HIDDEN);
        add(builder, "output.weight", Q6_K, VOCABULARY, HIDDEN);
        builder.write(file);
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
            whole.setLength(size);
        }
        return file;
    }

    /** 27 entries. */
    private static void describe(GgufBuilder builder) {
        for (String key : List.of("type", "name", "finetune", "basename", "size_label")) {
            builder.text("general." + key, "x");
        }
        builder.text("general.architecture", "qwen2")
                .whole("general.file_type", 15)
                .whole("general.quantization_version", 2)
                .text("general.license", "apache-2.0")
                .texts("general.languages", List.of("en"))
                .whole("qwen2.block_count", LAYERS)
                .whole("qwen2.context_length", 32_768)
                .whole("qwen2.embedding_length", HIDDEN)
                .whole("qwen2.feed_forward_length", INNER)
                .whole("qwen2.attention.head_count", 28)
                .whole("qwen2.attention.head_count_kv", 4)
                .real("qwen2.rope.freq_base", 1_000_000)
                .real("qwen2.attention.layer_norm_rms_epsilon", 1e-6f)
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "qwen2")
                .texts("tokenizer.ggml.tokens", tokens())
                .wholes("tokenizer.ggml.token_type", Collections.nCopies(VOCABULARY, 1))
                .texts("tokenizer.ggml.merges", List.of("t0 t1"))
                .whole("tokenizer.ggml.eos_token_id", 151_645)
                .whole("tokenizer.ggml.padding_token_id", 151_643)
                .flag("tokenizer.ggml.add_bos_token", false)
                .text("tokenizer.chat_template", "{{ messages }}");
    }

    private static List<String> tokens() {
        return IntStream.range(0, VOCABULARY).mapToObj(i -> i == 2 ? "t0t1" : "t" + i).toList();
    }

    private static void add(GgufBuilder builder, String name, int type, long... shape) {
        long numbers = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        long bytes = WeightType.of(type).orElseThrow().bytes(numbers);
        builder.describe(name, type, Arrays.stream(shape).boxed().toList(), bytes);
    }
}
