package io.github.headlight.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.file.SmallFile;
import io.github.headlight.model.JsonFields;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation.
 *
 * @param messages at least one
 * @param tools what the model may call, as JSON schemas; mostly none
 * @param addGenerationPrompt whether the assistant is to speak next
 */
public record Chat(
        List<ChatMessage> messages, List<JsonObject> tools, boolean addGenerationPrompt) {
    private static final int MAX_BYTES = 64 << 20;

    public Chat {
        messages = List.copyOf(messages);
        tools = tools.stream().map(JsonObject::deepCopy).toList();
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat has at least one message");
        }
    }

    /**
     * {@return a conversation without tools, in which the assistant speaks next}
     *
     * @param messages at least one
     */
    public static Chat of(ChatMessage... messages) {
        return new Chat(List.of(messages), List.of(), /* addGenerationPrompt= */ true);
    }

    /**
     * Reads a conversation: a list of messages, or an object with {@code messages}, {@code tools}
     * and {@code add_generation_prompt}.
     *
     * @param file the JSON
     * @return the conversation
     * @throws InvalidFileException if it is missing or something else
     */
    public static Chat read(Path file) {
        String text = SmallFile.readText(file, MAX_BYTES);
        try {
            return of(JsonFields.parseAny(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file,
                    e.getMessage().lines().findFirst().orElse("")
                            + "; expected a list of messages [{\"role\": …, \"content\": …}, …] or"
                            + " an object with messages, tools and add_generation_prompt",
                    e);
        }
    }

    /**
     * {@return a conversation that is JSON already}
     *
     * @param json a list of messages, or an object with {@code messages}, {@code tools} and {@code
     *     add_generation_prompt}
     * @throws IllegalArgumentException if it is something else; the message says where
     */
    public static Chat of(JsonElement json) {
        if (json instanceof JsonArray) {
            JsonObject chat = new JsonObject();
            chat.add("messages", json);
            return parse(JsonFields.of(chat));
        }
        if (json instanceof JsonObject object) {
            return parse(JsonFields.of(object));
        }
        throw new IllegalArgumentException("no list and no object");
    }

    private static Chat parse(JsonFields json) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonObject message : objects(json, "messages")) {
            try {
                messages.add(ChatMessage.of(message));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "message " + messages.size() + ": " + e.getMessage(), e);
            }
        }
        List<JsonObject> tools = json.has("tools") ? objects(json, "tools") : List.of();
        boolean prompt = !json.has("add_generation_prompt") || json.bool("add_generation_prompt");
        return new Chat(messages, tools, prompt);
    }

    private static List<JsonObject> objects(JsonFields json, String name) {
        List<JsonObject> objects = new ArrayList<>();
        if (json.has(name) && json.json().get(name) instanceof JsonArray array) {
            for (JsonElement element : array) {
                if (!element.isJsonObject()) {
                    throw new IllegalArgumentException(
                            "field " + name + ": entry " + objects.size() + " is no object");
                }
                objects.add(element.getAsJsonObject());
            }
            return objects;
        }
        throw new IllegalArgumentException("field " + name + ": expected a list of objects");
    }
}
