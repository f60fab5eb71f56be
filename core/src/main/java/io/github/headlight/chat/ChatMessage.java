package io.github.headlight.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.model.JsonFields;
import io.github.headlight.token.TokenRole;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A message of a conversation: its role, its text, and what else the template may ask for. */
public final class ChatMessage {
    private static final String TOOL_CALLS = "tool_calls";

    /** Names of the field for what the assistant thought; the first is the one to use. */
    private static final List<String> THOUGHTS =
            List.of("reasoning_content", "thinking", "reasoning");

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
     * @param json has {@code role} and mostly {@code content}; {@code tool_calls}, if there, is a
     *     list of {@code {"type": "function", "function": {"name": …, "arguments": {…}}}}. Nothing
     *     is rewritten: most templates want the arguments as an object, some as a text that holds
     *     one
     * @throws IllegalArgumentException if role, content or tool_calls is of the wrong type
     */
    public static ChatMessage of(JsonObject json) {
        JsonFields fields = JsonFields.of(json);
        if (fields.string("role").isEmpty()) {
            throw new IllegalArgumentException("field role is empty");
        }
        if (fields.has("content") && !json.get("content").isJsonArray()) {
            fields.string("content");
        }
        if (fields.has(TOOL_CALLS)) {
            requireObjects(json.get(TOOL_CALLS));
        }
        return new ChatMessage(json.deepCopy());
    }

    private static void requireObjects(JsonElement calls) {
        if (!(calls instanceof JsonArray array)
                || !array.asList().stream().allMatch(JsonElement::isJsonObject)) {
            throw new IllegalArgumentException(
                    "field tool_calls: expected a list of objects with the function to call");
        }
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

    /**
     * {@return a message of the assistant that calls functions}
     *
     * @param content its text, mostly empty
     * @param calls the calls
     */
    public static ChatMessage assistant(String content, List<ToolCall> calls) {
        if (calls.isEmpty()) {
            return assistant(content);
        }
        ChatMessage message = assistant(content);
        if (content.isEmpty()) {
            // As OpenAI writes it: some templates tell a call from an answer by this.
            message.json.add("content", JsonNull.INSTANCE);
        }
        JsonArray array = new JsonArray();
        calls.forEach(call -> array.add(call.json()));
        message.json.add(TOOL_CALLS, array);
        return message;
    }

    /**
     * {@return the result of a function}
     *
     * @param content the result, as text or JSON
     */
    public static ChatMessage tool(String content) {
        return of("tool", content);
    }

    /**
     * {@return the result of a function, with the function's name and the id of the call}
     *
     * @param call the call that it answers
     * @param content the result, as text or JSON
     */
    public static ChatMessage tool(ToolCall call, String content) {
        ChatMessage message = tool(content);
        message.json.addProperty("name", call.name());
        call.id().ifPresent(id -> message.json.addProperty("tool_call_id", id));
        return message;
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

    /** This message with its text changed, or the text of each of its parts. */
    ChatMessage withTexts(UnaryOperator<String> change) {
        JsonObject changed = json.deepCopy();
        changeText(changed, "content", change);
        if (changed.get("content") instanceof JsonArray parts) {
            for (JsonElement part : parts) {
                if (part instanceof JsonObject object) {
                    changeText(object, "text", change);
                }
            }
        }
        return new ChatMessage(changed);
    }

    /** This message with the names of the functions that it calls changed, by their number. */
    ChatMessage withFunctions(IntFunction<UnaryOperator<String>> change) {
        ChatMessage changed = new ChatMessage(json.deepCopy());
        List<JsonObject> functions = changed.functions();
        for (int i = 0; i < functions.size(); i++) {
            changeText(functions.get(i), "name", change.apply(i));
        }
        return changed;
    }

    /** The functions that this message calls, with their arguments: not to be changed. */
    List<JsonObject> functions() {
        if (!(json.get(TOOL_CALLS) instanceof JsonArray calls)) {
            return List.of();
        }
        return calls.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(call -> call.get("function") instanceof JsonObject named ? named : call)
                .toList();
    }

    private static void changeText(JsonObject object, String field, UnaryOperator<String> change) {
        if (object.get(field) instanceof JsonPrimitive primitive && primitive.isString()) {
            object.addProperty(field, change.apply(primitive.getAsString()));
        }
    }

    /**
     * The fields as transformers hands them to a template: none that is null, and what the
     * assistant thought under the name that templates read, whatever its name here.
     */
    JsonObject templateFields() {
        Optional<JsonElement> thoughts =
                THOUGHTS.stream()
                        .map(json::get)
                        .filter(value -> value != null && !value.isJsonNull())
                        .findFirst();
        JsonObject fields = new JsonObject();
        thoughts.ifPresent(value -> fields.add("thinking", value));
        json.asMap()
                .forEach(
                        (name, value) -> {
                            if (!value.isJsonNull()) {
                                fields.add(name, value);
                            }
                        });
        thoughts.ifPresent(value -> fields.add(THOUGHTS.get(0), value));
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChatMessage message && json.equals(message.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
