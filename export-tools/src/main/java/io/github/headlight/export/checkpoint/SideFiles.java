package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.generation.GenerationDefaults;
import io.github.headlight.model.JsonFields;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the small files beside a model say of it, as far as they are there.
 *
 * @param folder theirs
 */
public record SideFiles(Path folder) {
    private static final String CONFIG = "config.json";
    private static final String GENERATION_CONFIG = "generation_config.json";

    /**
     * {@return the model's family as {@code config.json} names it, empty if it does not}
     *
     * @throws InvalidFileException if the file is damaged
     */
    public String modelType() {
        Path file = folder.resolve(CONFIG);
        String type =
                Files.exists(file)
                        ? JsonFile.read(
                                file,
                                fields ->
                                        fields.has("model_type") ? fields.string("model_type") : "")
                        : "";
        return type.matches("[A-Za-z0-9_.-]{1,64}") ? type : "";
    }

    /**
     * {@return the ids that end an answer, none if the files do not say}
     *
     * @throws InvalidFileException if one of the files is damaged
     */
    public List<Integer> endTokens() {
        return Stream.of(GENERATION_CONFIG, CONFIG)
                .map(folder::resolve)
                .filter(Files::exists)
                .map(file -> JsonFile.read(file, SideFiles::endTokens))
                .filter(ids -> !ids.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /**
     * {@return how the makers want it to answer}
     *
     * @throws InvalidFileException if the file is damaged
     */
    public GenerationDefaults generation() {
        Path file = folder.resolve(GENERATION_CONFIG);
        return Files.exists(file)
                ? JsonFile.read(file, SideFiles::generation)
                : GenerationDefaults.NONE;
    }

    private static GenerationDefaults generation(JsonFields fields) {
        try {
            return GenerationDefaults.parse(fields.json().toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; correct or remove it", e);
        }
    }

    private static List<Integer> endTokens(JsonFields fields) {
        if (!fields.has("eos_token_id")) {
            return List.of();
        }
        return fields.json().get("eos_token_id").isJsonArray()
                ? fields.integers("eos_token_id")
                : List.of(fields.integer("eos_token_id"));
    }
}
