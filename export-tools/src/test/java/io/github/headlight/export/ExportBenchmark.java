package io.github.headlight.export;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the export of a checkpoint with the shape of Qwen2.5-7B: a whole process each time, from
 * its start to its end, and the memory it had at most. The 15 GB of weights are holes in sparse
 * files. Bars: 2 s, 300 MB resident, 5 MB written.
 *
 * <p>Run with the tests' class path; an argument names the folder to work in.
 */
public final class ExportBenchmark {
    private static final int ROUNDS = 5;
    private static final int SHARDS = 4;
    private static final int LAYERS = 28;
    private static final int HIDDEN = 3584;
    private static final int INNER = 18944;
    private static final int KV = 512;
    private static final int VOCABULARY = 152064;

    private static final String CONFIG =
            """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0,
             "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu",
             "hidden_size": 3584, "initializer_range": 0.02, "intermediate_size": 18944,
             "max_position_embeddings": 131072, "max_window_layers": 28, "model_type": "qwen2",
             "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
             "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 131072,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "transformers_version": "4.40.1", "use_cache": true, "use_mrope": false,
             "use_sliding_window": false, "vocab_size": 152064}
            """;

    private ExportBenchmark() {}

    /**
     * Measures, or, as its own child, exports.
     *
     * @param args a folder to work in, or {@code child} with checkpoint and output
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("child")) {
            ExportResult result =
                    ModelExporter.export(ExportRequest.of(Path.of(args[1]), Path.of(args[2])));
            System.out.println(
                    result.bytesWritten() + " " + result.nodes() + " " + peakKilobytes());
            return;
        }
        Path folder =
                args.length > 0
                        ? Files.createTempDirectory(Path.of(args[0]), "headlight")
                        : Files.createTempDirectory("headlight");
        try {
            writeCheckpoint(folder.resolve("checkpoint"));
            for (int round = 0; round < ROUNDS; round++) {
                measure(folder);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(Path folder) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ExportBenchmark.class.getName(),
                                "child",
                                folder.resolve("checkpoint").toString(),
                                folder.resolve("model.onnx").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output =
                new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = child.waitFor();
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        List<String> figures = Arrays.asList(output.split(" ", -1));
        System.out.printf(
                Locale.ROOT,
                "exit %d: %d ms, %s bytes written, %s nodes, %s kB resident at most%n",
                code,
                wall.toMillis(),
                figures.get(0),
                figures.get(1),
                figures.get(2));
    }

    private static String peakKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "?";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElse("?");
    }

    private static void writeCheckpoint(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), CONFIG);
        JsonObject map = new JsonObject();
        for (int shard = 0; shard < SHARDS; shard++) {
            String name =
                    String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, SHARDS);
            Map<String, long[]> tensors = tensors(shard);
            tensors.keySet().forEach(tensor -> map.addProperty(tensor, name));
            writeShard(folder.resolve(name), tensors);
        }
        JsonObject index = new JsonObject();
        index.add("weight_map", map);
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    }

    private static Map<String, long[]> tensors(int shard) {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        if (shard == 0) {
            tensors.put("model.embed_tokens.weight", new long[] {VOCABULARY, HIDDEN});
        }
        for (int layer = shard * LAYERS / SHARDS; layer < (shard + 1) * LAYERS / SHARDS; layer++) {
            String prefix = "model.layers." + layer + ".";
            tensors.put(prefix + "input_layernorm.weight", new long[] {HIDDEN});
            tensors.put(prefix + "post_attention_layernorm.weight", new long[] {HIDDEN});
            tensors.put(prefix + "self_attn.q_proj.weight", new long[] {HIDDEN, HIDDEN});
            tensors.put(prefix + "self_attn.q_proj.bias", new long[] {HIDDEN});
            tensors.put(prefix + "self_attn.k_proj.weight", new long[] {KV, HIDDEN});
            tensors.put(prefix + "self_attn.k_proj.bias", new long[] {KV});
            tensors.put(prefix + "self_attn.v_proj.weight", new long[] {KV, HIDDEN});
            tensors.put(prefix + "self_attn.v_proj.bias", new long[] {KV});
            tensors.put(prefix + "self_attn.o_proj.weight", new long[] {HIDDEN, HIDDEN});
            tensors.put(prefix + "mlp.gate_proj.weight", new long[] {INNER, HIDDEN});
            tensors.put(prefix + "mlp.up_proj.weight", new long[] {INNER, HIDDEN});
            tensors.put(prefix + "mlp.down_proj.weight", new long[] {HIDDEN, INNER});
        }
        if (shard == SHARDS - 1) {
            tensors.put("model.norm.weight", new long[] {HIDDEN});
            tensors.put("lm_head.weight", new long[] {VOCABULARY, HIDDEN});
        }
        return tensors;
    }

    /** A header, and a hole as long as the tensors. */
    private static void writeShard(Path file, Map<String, long[]> tensors) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long end = 0;
        for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
            long length = Arrays.stream(tensor.getValue()).reduce(2, Math::multiplyExact);
            header.append(",\"").append(tensor.getKey()).append("\":{\"dtype\":\"BF16\",");
            header.append("\"shape\":").append(Arrays.toString(tensor.getValue()));
            header.append(",\"data_offsets\":[").append(end).append(',');
            end += length;
            header.append(end).append("]}");
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(json.length)
                            .array());
            out.write(json);
            out.setLength(Long.BYTES + json.length + end);
        }
    }
}
