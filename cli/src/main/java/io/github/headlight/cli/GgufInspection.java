package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.export.gguf.GgufFile;
import io.github.headlight.export.gguf.GgufModel;
import io.github.headlight.export.gguf.GgufTensor;
import io.github.headlight.export.gguf.GgufValue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a GGUF file says of itself, of any architecture and even if its end is missing. */
final class GgufInspection {
    /** Keys of an architecture, and what they are called here. */
    private static final List<List<String>> SIZES =
            List.of(
                    List.of("layers", "block_count"),
                    List.of("heads", "attention.head_count"),
                    List.of("kv_heads", "attention.head_count_kv"),
                    List.of("head_size", "attention.key_length"),
                    List.of("hidden_size", "embedding_length"),
                    List.of("context", "context_length"));

    private static final List<List<String>> TOKENIZER =
            List.of(
                    List.of("model", "tokenizer.ggml.model"),
                    List.of("pre_tokenizer", "tokenizer.ggml.pre"),
                    List.of("tokens", "tokenizer.ggml.tokens"),
                    List.of("merges", "tokenizer.ggml.merges"));

    private GgufInspection() {}

    static JsonObject of(GgufModel model) {
        Map<String, GgufValue> entries = model.metadata().entries();
        JsonObject facts = Inspection.kind("gguf");
        facts.addProperty("version", model.files().get(0).version());
        String architecture = String.valueOf(entries.get("general.architecture"));
        facts.addProperty("architecture", architecture);
        for (List<String> size : SIZES) {
            add(facts, size.get(0), entries.get(architecture + "." + size.get(1)));
        }
        List<GgufTensor> tensors = model.tensors();
        facts.addProperty("metadata_entries", entries.size());
        facts.addProperty("tensors", tensors.size());
        facts.add("tensors_of_type", types(tensors));
        JsonObject tokenizer = new JsonObject();
        for (List<String> part : TOKENIZER) {
            add(tokenizer, part.get(0), entries.get(part.get(1)));
        }
        tokenizer.addProperty("chat_template", entries.containsKey("tokenizer.chat_template"));
        facts.add("tokenizer", tokenizer);
        JsonArray files = new JsonArray();
        for (GgufFile file : model.files()) {
            files.add(String.valueOf(file.path().getFileName()));
        }
        facts.add("files", files);
        addMissing(facts, tensors);
        JsonObject metadata = new JsonObject();
        entries.forEach((key, value) -> metadata.addProperty(key, value.toString()));
        facts.add("metadata", metadata);
        return facts;
    }

    private static JsonObject types(List<GgufTensor> tensors) {
        Map<String, Integer> counts = new TreeMap<>();
        tensors.forEach(tensor -> counts.merge(tensor.typeName(), 1, Integer::sum));
        JsonObject types = new JsonObject();
        counts.forEach(types::addProperty);
        return types;
    }

    private static void addMissing(JsonObject facts, List<GgufTensor> tensors) {
        List<GgufTensor> cut = tensors.stream().filter(GgufTensor::isCutOff).toList();
        facts.addProperty("complete", cut.isEmpty());
        if (!cut.isEmpty()) {
            GgufTensor first = cut.get(0);
            facts.addProperty(
                    "missing",
                    cut.size()
                            + " of "
                            + tensors.size()
                            + " tensors, from "
                            + first.name()
                            + " on: "
                            + first.file().getFileName()
                            + " ends at byte "
                            + first.fileSize());
        }
    }

    private static void add(JsonObject facts, String name, GgufValue value) {
        if (value instanceof GgufValue.Whole whole) {
            facts.addProperty(name, whole.value());
        } else if (value instanceof GgufValue.Items items) {
            facts.addProperty(name, items.count());
        } else if (value != null) {
            facts.addProperty(name, value.toString());
        }
    }
}
