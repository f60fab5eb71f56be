package io.github.headlight.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.error.Excerpt;

/**
 * Finds the parts of a tokenizer.json over which the tokenizer library (0.21.4, written in Rust)
 * would end the whole process in place of refusing the file. Found by changing files at random.
 */
final class FatalParts {
    private FatalParts() {}

    /**
     * Looks through a normalizer, pre-tokenizer, post-processor or decoder pattern and all parts
     * within.
     */
    static void check(JsonElement part) {
        if (part instanceof JsonArray parts) {
            parts.forEach(FatalParts::check);
        } else if (part instanceof JsonObject object) {
            if (object.has("precompiled_charsmap")) {
                throw new IllegalStateException(
                        "a normalizer with a table (Precompiled), which is not supported");
            }
            if (object.get("length") instanceof JsonPrimitive length && length.getAsInt() < 1) {
                throw new IllegalStateException(
                        "pieces of length " + Excerpt.of(length.getAsString()));
            }
            if (object.get("Regex") instanceof JsonPrimitive pattern) {
                PatternCheck.check(pattern.getAsString());
            }
            JsonElement declared = object.get("special_tokens");
            checkTemplate(object.get("single"), declared);
            checkTemplate(object.get("pair"), declared);
            checkIds(declared);
            object.entrySet().forEach(entry -> check(entry.getValue()));
        }
    }

    private static void checkTemplate(JsonElement template, JsonElement declared) {
        if (template instanceof JsonPrimitive) {
            throw new IllegalStateException("a template that is no list");
        }
        if (!(template instanceof JsonArray pieces)) {
            return;
        }
        for (JsonElement piece : pieces) {
            if (piece instanceof JsonObject object
                    && object.get("SpecialToken") instanceof JsonObject token
                    && token.get("id") instanceof JsonPrimitive id
                    && !(declared instanceof JsonObject tokens && tokens.has(id.getAsString()))) {
                throw new IllegalStateException(
                        "a template with the token "
                                + Excerpt.of(id.getAsString())
                                + ", which special_tokens lacks");
            }
        }
    }

    private static void checkIds(JsonElement declared) {
        if (!(declared instanceof JsonObject tokens)) {
            return;
        }
        for (var entry : tokens.entrySet()) {
            if (entry.getValue() instanceof JsonObject token
                    && token.get("ids") instanceof JsonArray ids) {
                ids.forEach(id -> VocabularyReader.checkedId(id.getAsInt()));
            }
        }
    }
}
