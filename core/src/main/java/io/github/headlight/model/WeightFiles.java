package io.github.headlight.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Where the weights of a model are. The external data of the ONNX file names plain files; they lie
 * in this folder.
 *
 * @param folder the weights' folder, relative to the model's own folder, with forward slashes;
 *     {@code .} is the model's folder. Absolute where the two have no common root.
 * @param files the files, in order of name
 */
public record WeightFiles(String folder, List<WeightFile> files) {
    private static final int MAX_FILES = 10_000;

    public WeightFiles {
        files = List.copyOf(files);
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException(
                    "more than " + MAX_FILES + " weight files: " + files.size());
        }
    }

    /**
     * {@return the way from a model's folder to that of its weights, as {@link #folder} has it}
     *
     * @param model the model's folder
     * @param weights the weights' folder
     * @throws IOException if one of them cannot be read
     */
    public static String relativeFolder(Path model, Path weights) throws IOException {
        Path from = model.toRealPath();
        Path to = weights.toRealPath();
        Path path =
                to.getRoot() != null && to.getRoot().equals(from.getRoot())
                        ? from.relativize(to)
                        : to;
        // A backslash is part of a name, unless the system separates names with it.
        String text = path.toString().replace(File.separatorChar, '/');
        return text.isEmpty() ? "." : text;
    }

    /** {@return one fingerprint of all files, {@code sha256:…}} */
    public String fingerprint() {
        MessageDigest digest = WeightFile.sha256();
        for (WeightFile file : files) {
            digest.update(
                    (file.name() + '\0' + file.fingerprint() + '\n')
                            .getBytes(StandardCharsets.UTF_8));
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    /** {@return this as one JSON object, as the metadata holds it} */
    public JsonObject toJson() {
        JsonArray array = new JsonArray();
        for (WeightFile file : files) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", file.name());
            entry.addProperty("size", file.size());
            entry.addProperty("fingerprint", file.fingerprint());
            array.add(entry);
        }
        JsonObject json = new JsonObject();
        json.addProperty("folder", folder);
        json.add("files", array);
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param text the JSON
     * @return the weight files
     * @throws IllegalArgumentException if a field is missing or wrong; the message names it
     */
    public static WeightFiles parse(String text) {
        JsonFields json = JsonFields.parse(text);
        if (!json.has("files") || !json.json().get("files").isJsonArray()) {
            throw new IllegalArgumentException("field files: expected a list");
        }
        List<WeightFile> files = new ArrayList<>();
        for (JsonElement element : json.json().getAsJsonArray("files")) {
            if (!element.isJsonObject()) {
                throw new IllegalArgumentException("field files: expected objects");
            }
            JsonFields entry = JsonFields.of(element.getAsJsonObject());
            files.add(
                    new WeightFile(
                            entry.string("name"),
                            entry.longInteger("size"),
                            entry.string("fingerprint")));
        }
        return new WeightFiles(json.string("folder"), files);
    }
}
