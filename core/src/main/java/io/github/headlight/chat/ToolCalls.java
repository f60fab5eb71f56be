package io.github.headlight.chat;

import java.util.List;

/**
 * What an assistant's answer asks to have done, and what else it says.
 *
 * @param calls the calls, in order
 * @param malformed what was meant as a call and is none, in order
 * @param text the answer without both and without white space at its ends
 */
public record ToolCalls(List<ToolCall> calls, List<Malformed> malformed, String text) {
    public ToolCalls {
        calls = List.copyOf(calls);
        malformed = List.copyOf(malformed);
    }

    /**
     * A piece of an answer that was meant as a call, but is damaged: cut off at the token limit,
     * not JSON, or without the name of a function.
     *
     * @param text the piece as the model wrote it; an entry of a list that is otherwise sound, as
     *     JSON
     * @param reason what is wrong with it
     */
    public record Malformed(String text, String reason) {}

    /**
     * Finds the calls in an answer, in the forms that models are trained to write:
     *
     * <ul>
     *   <li>Qwen2.5, Qwen3 and Hermes: <code>&lt;tool_call&gt;{"name": …, "arguments":
     *       {…}}&lt;/tool_call&gt;</code>, any number of times;
     *   <li>Mistral: <code>[TOOL_CALLS] [{"name": …, "arguments": {…}}, …]</code>;
     *   <li>Llama 3.1 and later: an answer that starts with <code>{"name": …, "parameters":
     *       {…}}</code>, with or without {@code <|python_tag|>} before it, and further calls behind
     *       {@code ;}.
     * </ul>
     *
     * <p>Arguments may be a text that holds JSON, or missing where the model marked the call. All
     * else is text: braces, lists and JSON without both a name and arguments are no call. Nothing
     * in an answer makes this fail.
     *
     * @param answer what the model wrote, special tokens included
     * @return the calls
     * @throws IllegalArgumentException if the answer has more than 16,777,216 characters
     */
    public static ToolCalls parse(String answer) {
        return new ToolCallParser(answer).parse();
    }

    /**
     * {@return the assistant's message of the next turn, with the text and the calls; the results
     * go behind it, by {@link ChatMessage#tool(ToolCall, String)}}
     */
    public ChatMessage toMessage() {
        return ChatMessage.assistant(text, calls);
    }
}
