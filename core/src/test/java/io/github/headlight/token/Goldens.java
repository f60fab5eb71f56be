package io.github.headlight.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data made by transformers, see export-tools/src/test/golden/README.md. */
public final class Goldens {
    private static final Path ROOT = Path.of(System.getProperty("headlight.root"));

    /** Qwen2.5's tokenizer. */
    public static final Path QWEN = ROOT.resolve("core/src/test/golden/qwen2.5-tokenizer");

    /** A small tokenizer of BERT's kind. */
    public static final Path WORD_PIECE = ROOT.resolve("core/src/test/golden/word-piece");

    /** Chat templates as checkpoints have them. */
    public static final Path CHAT_TEMPLATES = ROOT.resolve("core/src/test/golden/chat-templates");

    /** The teaching model with its tokenizer. */
    public static final Path TEACHING_MODEL =
            ROOT.resolve("examples/src/main/resources/io/github/headlight/examples/model");

    private static final Path TEACHING_CASE =
            ROOT.resolve("export-tools/src/test/golden/teaching-model");

    private Goldens() {}

    /** {@return what transformers made of texts and chats with Qwen2.5's tokenizer} */
    public static JsonObject qwen() {
        return json(QWEN.resolve("expected.json"));
    }

    /** {@return what the library makes of texts with the tokenizer of BERT's kind} */
    public static JsonArray wordPiece() {
        return element(WORD_PIECE.resolve("expected.json")).getAsJsonArray();
    }

    /** {@return what transformers makes of conversations with the chat templates} */
    public static JsonObject chatTemplates() {
        return json(CHAT_TEMPLATES.resolve("expected.json"));
    }

    /** {@return the runs of the teaching model} */
    public static JsonObject teachingRuns() {
        return json(TEACHING_CASE.resolve("case.json")).getAsJsonObject("runs");
    }

    /** {@return the safetensors file with the ids of the teaching model's runs} */
    public static Path teachingTensors() {
        return TEACHING_CASE.resolve("expected.safetensors");
    }

    /** {@return a list of whole numbers} */
    public static int[] ints(JsonArray array) {
        int[] ints = new int[array.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = array.get(i).getAsInt();
        }
        return ints;
    }

    private static JsonObject json(Path file) {
        return element(file).getAsJsonObject();
    }

    private static JsonElement element(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
