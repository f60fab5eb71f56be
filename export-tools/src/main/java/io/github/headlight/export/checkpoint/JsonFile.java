package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.JsonFields;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A JSON file of a checkpoint. */
final class JsonFile {
    /** The index of the largest published checkpoint has a tenth of this. */
    private static final long MAX_SIZE = 64L << 20;

    private JsonFile() {}

    /**
     * Reads a file and makes something of its fields.
     *
     * @throws InvalidFileException if it is missing, or {@code reader} throws an
     *     IllegalArgumentException about a field
     */
    static <T> T read(Path file, Function<JsonFields, T> reader) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidFileException(file, whatItIs(file));
            }
            long size = Files.size(file);
            if (size > MAX_SIZE) {
                throw new InvalidFileException(
                        file, "has " + size + " bytes, expected at most " + MAX_SIZE);
            }
            return reader.apply(JsonFields.parse(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new InvalidFileException(file, problem, e);
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String whatItIs(Path file) {
        if (Files.isDirectory(file)) {
            return "expected a file, found a folder";
        }
        return Files.exists(file)
                ? "expected a file, found a pipe or device"
                : "there is no such file";
    }
}
