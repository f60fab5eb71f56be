package io.github.headlight.token;

import com.google.gson.JsonElement;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.file.SmallFile;
import io.github.headlight.model.JsonFields;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The {@code tokenizer_config.json} of a checkpoint; without the file, one with no fields. */
public final class TokenizerConfig {
    private static final String FILE_NAME = "tokenizer_config.json";
    private static final int MAX_BYTES = 32 << 20;

    private final Path file;
    private final JsonFields json;

    private TokenizerConfig(Path file, JsonFields json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads the file.
     *
     * @param folder the checkpoint's folder
     * @return its fields
     * @throws InvalidFileException if it is there and damaged
     */
    public static TokenizerConfig read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        SmallFile.refuseOther(file);
        String text = Files.exists(file) ? SmallFile.readText(file, MAX_BYTES) : "{}";
        try {
            return new TokenizerConfig(file, JsonFields.parse(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, e.getMessage() + "; download the file again", e);
        }
    }

    /** {@return the file, for messages} */
    public Path file() {
        return file;
    }

    /**
     * {@return a field, if it is there and not null}
     *
     * @param field its name
     */
    public Optional<JsonElement> get(String field) {
        return json.has(field) ? Optional.of(json.json().get(field)) : Optional.empty();
    }

    /**
     * {@return a field that is true or false, if it is there}
     *
     * @param field its name
     * @throws InvalidFileException if it is something else
     */
    public Optional<Boolean> flag(String field) {
        try {
            return json.has(field) ? Optional.of(json.bool(field)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, e.getMessage() + "; correct the field", e);
        }
    }

    /**
     * {@return the text of a special token, if there is one}
     *
     * @param field {@code bos_token}, {@code eos_token} and so on: a text, or an object with its
     *     {@code content}
     * @throws InvalidFileException if it is something else
     */
    public Optional<String> specialToken(String field) {
        try {
            if (!json.has(field)) {
                return Optional.empty();
            }
            return Optional.of(
                    json.json().get(field).isJsonObject()
                            ? json.object(field).string("content")
                            : json.string(field));
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, e.getMessage() + "; correct the field", e);
        }
    }
}
