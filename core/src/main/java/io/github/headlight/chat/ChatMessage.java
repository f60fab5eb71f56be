package io.github.headlight.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.headlight.model.JsonFields;
import io.github.headlight.token.TokenRole;

import java.util.Optional;

/** A message of a conversation: its role, its text, and what else the template may ask for. */
public final class ChatMessage {
    private final JsonObject json;

    private ChatMessage(JsonObject json) {
        this.json = json;
    }

    /**
     * {@return a message}
     *
     * @param role {@code system}, {@code user}, {@code assistant}, {@code tool}, or what else the
     *     template knows
     * @param content its text
     */
    public static ChatMessage of(String role, String content) {
        JsonObject json = new JsonObject();
        json.addProperty("role", role);
        json.addProperty("content", content);
        return of(json);
    }

    /**
     * {@return a message with all its fields}
     *
     * @param json has {@code role} and mostly {@code content}; others, as {@code tool_calls}, are
     *     the template's
     * @throws IllegalArgumentException if role or content is of the wrong type
     */
    public static ChatMessage of(JsonObject json) {
        JsonFields fields = JsonFields.of(json);
        if (fields.string("role").isEmpty()) {
            throw new IllegalArgumentException("field role is empty");
        }
        if (fields.has("content") && !json.get("content").isJsonArray()) {
            fields.string("content");
        }
        return new ChatMessage(json.deepCopy());
    }

    /**
     * {@return a message of the user}
     *
     * @param content its text
     */
    public static ChatMessage user(String content) {
        return of("user", content);
    }

    /**
     * {@return the system message}
     *
     * @param content its text
     */
    public static ChatMessage system(String content) {
        return of("system", content);
    }

    /**
     * {@return a message of the assistant}
     *
     * @param content its text
     */
    public static ChatMessage assistant(String content) {
        return of("assistant", content);
    }

    /** {@return who speaks} */
    public String role() {
        return json.get("role").getAsString();
    }

    /** {@return the text, if the message has one and it is not a list of parts} */
    public Optional<String> content() {
        JsonElement content = json.get("content");
        return content != null && content.isJsonPrimitive()
                ? Optional.of(content.getAsString())
                : Optional.empty();
    }

    /**
     * {@return the role of this message's tokens; a role that is not known counts as the user's}
     */
    public TokenRole tokenRole() {
        return switch (role()) {
            case "system", "developer" -> TokenRole.SYSTEM;
            case "assistant", "model" -> TokenRole.ASSISTANT;
            case "tool", "function", "ipython" -> TokenRole.TOOL;
            default -> TokenRole.USER;
        };
    }

    /** {@return all fields, a copy} */
    public JsonObject json() {
        return json.deepCopy();
    }

    ChatMessage withContent(String content) {
        JsonObject changed = json.deepCopy();
        changed.addProperty("content", content);
        return new ChatMessage(changed);
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
