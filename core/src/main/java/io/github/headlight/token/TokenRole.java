package io.github.headlight.token;

import java.util.Locale;

/** What part of the conversation a token belongs to. */
public enum TokenRole {
    /** Text given without a chat template. */
    PROMPT,
    /** A token of the chat template, not of any message. */
    TEMPLATE,
    /** The system message. */
    SYSTEM,
    /** A message of the user. */
    USER,
    /** An earlier message of the assistant. */
    ASSISTANT,
    /** The result of a tool. */
    TOOL,
    /** Written by the model in this capture. */
    GENERATED;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the role with a name used in files}
     *
     * @param key lower case name
     * @throws IllegalArgumentException if there is none
     */
    public static TokenRole of(String key) {
        for (TokenRole role : values()) {
            if (role.key().equals(key)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "token role \""
                        + key
                        + "\": expected one of prompt, template, system, user, assistant, tool, generated");
    }
}
