package io.github.headlight.chat;

import com.google.gson.JsonObject;

import java.util.Optional;

/**
 * What the assistant asks to have done: a function and its arguments.
 *
 * @param id what the result refers to it by; only some models write one
 * @param name the function, not empty
 * @param arguments by name
 */
public record ToolCall(Optional<String> id, String name, JsonObject arguments) {
    public ToolCall {
        arguments = arguments.deepCopy();
        if (name.isBlank()) {
            throw new IllegalArgumentException("a tool call has the name of a function");
        }
    }

    /**
     * {@return a call without an id}
     *
     * @param name the function
     * @param arguments by name
     */
    public static ToolCall of(String name, JsonObject arguments) {
        return new ToolCall(Optional.empty(), name, arguments);
    }

    /**
     * {@return this call with an id, for templates that ask for one; Mistral's want nine letters or
     * digits}
     *
     * @param other the id
     */
    public ToolCall withId(String other) {
        return new ToolCall(Optional.of(other), name, arguments);
    }

    /** {@return the arguments by name, a copy} */
    @Override
    public JsonObject arguments() {
        return arguments.deepCopy();
    }

    /** This call as an entry of a message's {@code tool_calls}. */
    JsonObject json() {
        JsonObject function = new JsonObject();
        function.addProperty("name", name);
        function.add("arguments", arguments());
        JsonObject json = new JsonObject();
        json.addProperty("type", "function");
        id.ifPresent(text -> json.addProperty("id", text));
        json.add("function", function);
        return json;
    }
}
