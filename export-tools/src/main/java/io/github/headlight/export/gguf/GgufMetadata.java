package io.github.headlight.export.gguf;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The metadata of a file, by type. */
public final class GgufMetadata {
    private final Path file;
    private final Map<String, GgufValue> entries;

    GgufMetadata(Path file, Map<String, GgufValue> entries) {
        this.file = file;
        this.entries = Collections.unmodifiableMap(entries);
    }

    /** {@return all entries, in the file's order} */
    public Map<String, GgufValue> entries() {
        return entries;
    }

    /**
     * {@return whether there is an entry}
     *
     * @param key its key
     */
    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /**
     * {@return a text that must be there}
     *
     * @param key its key
     * @throws InvalidFileException if it is missing or something else
     */
    public String text(String key) {
        if (value(key) instanceof GgufValue.Text text) {
            return text.value();
        }
        throw wrong(key, "a text");
    }

    /**
     * {@return a whole number that must be there}
     *
     * @param key its key
     * @param least the least it may be
     * @param most the most it may be
     * @throws InvalidFileException if it is missing, something else, or out of bounds
     */
    public int integer(String key, int least, int most) {
        if (value(key) instanceof GgufValue.Whole whole
                && whole.value() >= least
                && whole.value() <= most) {
            return (int) whole.value();
        }
        throw wrong(key, "a whole number from " + least + " to " + most);
    }

    /**
     * {@return a number that must be there}
     *
     * @param key its key
     * @throws InvalidFileException if it is missing or something else
     */
    public double decimal(String key) {
        GgufValue value = value(key);
        if (value instanceof GgufValue.Real real) {
            return real.value();
        }
        if (value instanceof GgufValue.Whole whole) {
            return whole.value();
        }
        throw wrong(key, "a number");
    }

    /**
     * {@return a flag, or false if it is not there}
     *
     * @param key its key
     * @throws InvalidFileException if it is something else
     */
    public boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        if (value(key) instanceof GgufValue.Flag flag) {
            return flag.value();
        }
        throw wrong(key, "true or false");
    }

    /**
     * {@return a list of texts that must be there}
     *
     * @param key its key
     * @param most how many there may be
     * @throws InvalidFileException if it is missing, something else, or longer
     */
    public List<String> texts(String key, int most) {
        if (value(key) instanceof GgufValue.Items items
                && items.isTexts()
                && items.count() <= most) {
            return items.texts();
        }
        throw wrong(key, "a list of at most " + most + " texts");
    }

    /**
     * {@return a list of whole numbers that must be there}
     *
     * @param key its key
     * @param most how many there may be
     * @throws InvalidFileException if it is missing, something else, or longer
     */
    public List<Long> numbers(String key, int most) {
        if (value(key) instanceof GgufValue.Items items
                && items.isWhole()
                && items.count() <= most) {
            return items.numbers();
        }
        throw wrong(key, "a list of at most " + most + " whole numbers");
    }

    private GgufValue value(String key) {
        GgufValue value = entries.get(key);
        if (value == null) {
            throw new InvalidFileException(file, "metadata " + key + " is missing");
        }
        return value;
    }

    private InvalidFileException wrong(String key, String expected) {
        return new InvalidFileException(
                file,
                "metadata "
                        + key
                        + ": expected "
                        + expected
                        + ", found "
                        + Excerpt.of(String.valueOf(entries.get(key))));
    }
}
