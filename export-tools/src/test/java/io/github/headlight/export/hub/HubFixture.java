package io.github.headlight.export.hub;

import io.github.headlight.testing.LocalHub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A model on a hub on this machine, and pulls of it. */
final class HubFixture {
    static final String MODEL = "owner/model";
    static final String SHARD_1 = "model-00001-of-00002.safetensors";
    static final String SHARD_2 = "model-00002-of-00002.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    static final String TOKEN = "hf_secret";
    static final int SHARD_BYTES = 3_000_000;

    /** One failure is the last. */
    static final Patience NONE = patience(1, Duration.ofSeconds(20));

    private HubFixture() {}

    static Patience patience(int attempts, Duration silence) {
        return new Patience(silence, attempts, Duration.ofMillis(1), Duration.ofSeconds(5));
    }

    /** Fills a hub with a model of two shards, and with files that nobody needs. */
    static void putModel(LocalHub hub) {
        hub.put(MODEL, "README.md", text("not needed"));
        hub.putLarge(MODEL, "pytorch_model.bin", text("not needed"));
        hub.putLarge(MODEL, "onnx/model.onnx", text("not needed"));
        hub.put(MODEL, "config.json", text("{\"a\":1}"));
        hub.put(MODEL, "tokenizer.json", text("{\"b\":2}"));
        hub.put(MODEL, "merges.txt", text(""));
        hub.put(MODEL, "chat_template.jinja", text("{{ messages }}"));
        hub.put(MODEL, INDEX, index(SHARD_1, SHARD_2));
        hub.putLarge(MODEL, SHARD_1, shard(1));
        hub.putLarge(MODEL, SHARD_2, shard(2));
    }

    static byte[] index(String... shards) {
        StringBuilder map = new StringBuilder();
        for (String shard : shards) {
            map.append(map.isEmpty() ? "" : ",")
                    .append("\"tensor of " + shard + "\":\"" + shard + "\"");
        }
        return text("{\"metadata\":{},\"weight_map\":{" + map + "}}");
    }

    static byte[] shard(int number) {
        byte[] bytes = new byte[SHARD_BYTES];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static HubConfig config(LocalHub hub, Path cache, Patience patience) {
        return config(hub.endpoint(), cache, patience);
    }

    static HubConfig config(URI endpoint, Path cache, Patience patience) {
        return new HubConfig(endpoint, Optional.of(TOKEN), cache, false, true, patience);
    }

    /** All that is in a folder: files and links, without the folders. */
    static List<String> files(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
