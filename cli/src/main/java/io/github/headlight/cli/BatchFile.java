package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.chat.Chat;
import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.file.SmallFile;
import io.github.headlight.model.JsonFields;
import io.github.headlight.session.Prompt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prompts of a file, one a line. A {@code .jsonl} file has JSON: a text, a list of token ids, a
 * list of messages, or an object with {@code prompt}, {@code ids} or {@code messages} and perhaps a
 * {@code name}; other files have texts. Empty lines are left out.
 */
final class BatchFile {
    private static final int MAX_BYTES = 256 << 20;
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

    private final Path file;
    private final Set<String> names = new HashSet<>();

    private BatchFile(Path file) {
        this.file = file;
    }

    /**
     * A prompt of the file.
     *
     * @param line its line, from 1
     * @param name of what is captured of it
     * @param prompt what the model reads
     */
    record Entry(int line, String name, Prompt prompt) {}

    static List<Entry> read(Path file) {
        return new BatchFile(file).read();
    }

    private List<Entry> read() {
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl");
        List<String> lines = SmallFile.readText(file, MAX_BYTES).lines().toList();
        int digits = Integer.toString(lines.size()).length();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                String number = String.format(Locale.ROOT, "%0" + digits + "d", i + 1);
                entries.add(
                        json
                                ? parsed(i + 1, number, lines.get(i))
                                : new Entry(i + 1, number, Prompt.text(lines.get(i))));
            }
        }
        if (entries.isEmpty()) {
            throw new InvalidFileException(file, "holds no prompt; write one a line");
        }
        for (Entry entry : entries) {
            if (!names.add(entry.name().toLowerCase(Locale.ROOT))) {
                throw invalid(entry.line(), "name " + entry.name() + " is there twice");
            }
        }
        return entries;
    }

    private Entry parsed(int line, String number, String text) {
        try {
            JsonElement json = JsonFields.parseAny(text);
            if (!(json instanceof JsonObject object)) {
                return new Entry(line, number, prompt(json));
            }
            JsonFields fields = JsonFields.of(object);
            String name = fields.has("name") ? fields.string("name") : number;
            if (!name.matches(NAME)) {
                throw invalid(
                        line,
                        "field name: expected up to 100 letters, digits, hyphens, underscores"
                                + " and, not first, dots, found \""
                                + Excerpt.of(name)
                                + "\"");
            }
            if (fields.has("prompt")) {
                return new Entry(line, name, Prompt.text(fields.string("prompt")));
            }
            if (fields.has("ids")) {
                return new Entry(line, name, ids(fields));
            }
            return new Entry(line, name, Prompt.chat(Chat.of(object)));
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file,
                    "line "
                            + line
                            + ": "
                            + e.getMessage().lines().findFirst().orElse("")
                            + "; expected a text, a list of ids or of messages, or an object with"
                            + " prompt, ids or messages",
                    e);
        }
    }

    private static Prompt prompt(JsonElement json) {
        if (json instanceof JsonPrimitive text && text.isString()) {
            return Prompt.text(text.getAsString());
        }
        if (json instanceof JsonArray list && !list.isEmpty() && list.get(0).isJsonPrimitive()) {
            JsonObject wrapped = new JsonObject();
            wrapped.add("ids", list);
            return ids(JsonFields.of(wrapped));
        }
        return Prompt.chat(Chat.of(json));
    }

    private static Prompt ids(JsonFields fields) {
        return Prompt.ids(fields.integers("ids").stream().mapToInt(Integer::intValue).toArray());
    }

    private InvalidFileException invalid(int line, String problem) {
        return new InvalidFileException(file, "line " + line + ": " + problem);
    }
}
