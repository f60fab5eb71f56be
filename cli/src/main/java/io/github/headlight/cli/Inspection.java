package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.error.HeadlightException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.gguf.GgufModel;
import io.github.headlight.export.instrument.Instrumenter;
import io.github.headlight.export.instrument.Recognition;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;
import io.github.headlight.session.ModelMetadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a file is, found by its kind, as JSON. */
final class Inspection {
    private Inspection() {}

    static JsonObject of(Path file) {
        if (Files.isDirectory(file)) {
            return checkpoint(file);
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".onnx")) {
            return model(ModelFile.read(file));
        }
        if (name.endsWith(".gguf")) {
            return GgufInspection.of(GgufModel.open(file));
        }
        if (name.endsWith(".safetensors")) {
            return safetensors(SafetensorsFile.open(file));
        }
        throw new InvalidFileException(
                file,
                Files.exists(file)
                        ? "expected a checkpoint folder, a .gguf, .onnx or .safetensors file"
                        : "there is no such file; check the path");
    }

    private static JsonObject checkpoint(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        ModelConfig config = checkpoint.config();
        JsonObject facts = kind("checkpoint");
        facts.addProperty("architecture", config.architecture().modelType());
        facts.addProperty("layers", config.layers());
        facts.addProperty("heads", config.heads());
        facts.addProperty("kv_heads", config.kvHeads());
        facts.addProperty("head_size", config.headSize());
        facts.addProperty("hidden_size", config.hiddenSize());
        facts.addProperty("vocabulary", config.vocabularySize());
        facts.addProperty("context", config.contextLength());
        facts.addProperty("tied_head", config.tiedHead());
        JsonArray ends = new JsonArray();
        checkpoint.endTokens().forEach(ends::add);
        facts.add("end_tokens", ends);
        JsonArray files = new JsonArray();
        long bytes = 0;
        for (Path file : checkpoint.weightFiles()) {
            files.add(String.valueOf(file.getFileName()));
            bytes += size(file);
        }
        facts.add("weight_files", files);
        facts.addProperty("weight_bytes", bytes);
        return facts;
    }

    private static JsonObject model(ModelFile file) {
        Map<String, String> metadata = file.metadata();
        if (!metadata.containsKey(ModelContract.FORMAT_KEY)) {
            JsonObject facts = kind("onnx");
            addRecognised(facts, file.path());
            facts.add("metadata", object(metadata));
            return facts;
        }
        ModelMetadata model = ModelMetadata.read(file);
        JsonObject facts = kind("headlight model");
        facts.addProperty("format", metadata.get(ModelContract.FORMAT_KEY));
        facts.addProperty("exporter", metadata.getOrDefault(ModelContract.EXPORTER_KEY, "unknown"));
        facts.addProperty("plan", model.plan().toString());
        facts.addProperty("precision", model.precision().key());
        facts.add("generation", model.generation().toJson());
        facts.add("model", model.spec().toJson());
        facts.add("weights", model.weights().toJson());
        return facts;
    }

    /** What {@code instrument} would find, or why it would not. */
    private static void addRecognised(JsonObject facts, Path file) {
        try {
            Recognition found = Instrumenter.recognise(file);
            facts.addProperty("attention", "found; headlight instrument adds it to the outputs");
            facts.add("model", found.spec().toJson());
            JsonArray layers = new JsonArray();
            found.layers().forEach(layer -> layers.add(layer.node()));
            facts.add("layers", layers);
            facts.add("inputs", object(found.inputs()));
            facts.add("outputs", object(found.outputs()));
            JsonArray notes = new JsonArray();
            found.notes().forEach(notes::add);
            facts.add("notes", notes);
        } catch (HeadlightException e) {
            facts.addProperty("attention", "none: " + e.getMessage());
        }
    }

    private static JsonObject object(Map<String, String> texts) {
        JsonObject json = new JsonObject();
        new TreeMap<>(texts).forEach(json::addProperty);
        return json;
    }

    private static JsonObject safetensors(SafetensorsFile file) {
        boolean attention =
                file.metadata().containsKey("headlight.format")
                        || file.tensors().stream()
                                .anyMatch(tensor -> tensor.name().matches("attentions(\\.0)?"));
        JsonObject facts = kind(attention ? "attention" : "safetensors");
        if (attention) {
            Attention capture = AttentionFile.read(file.path());
            facts.addProperty("plan", capture.plan().toString());
            facts.addProperty("tokens", capture.tokens().size());
            facts.addProperty("prompt_length", capture.promptLength());
            capture.finish().ifPresent(why -> facts.addProperty("finish", why.key()));
            facts.addProperty("text", capture.tokens().text());
            facts.add("model", capture.model().toJson());
        } else {
            JsonObject metadata = new JsonObject();
            file.metadata().forEach(metadata::addProperty);
            facts.add("metadata", metadata);
        }
        JsonObject tensors = new JsonObject();
        for (TensorInfo tensor : file.tensors()) {
            tensors.addProperty(tensor.name(), tensor.dtype() + " " + tensor.shape());
        }
        facts.add("tensors", tensors);
        return facts;
    }

    static JsonObject kind(String kind) {
        JsonObject facts = new JsonObject();
        facts.addProperty("kind", kind);
        return facts;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
