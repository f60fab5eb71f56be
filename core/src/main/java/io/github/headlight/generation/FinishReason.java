package io.github.headlight.generation;

import io.github.headlight.error.Excerpt;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why an answer is over. */
public enum FinishReason {
    /** The model wrote a token that ends an answer. */
    END_TOKEN,
    /** The model wrote a token that the caller wants to stop at. */
    STOP_ID,
    /** A text stands in the answer that the caller wants to stop at. */
    STOP_TEXT,
    /** The answer has as many tokens as the caller allows. */
    MAX_TOKENS,
    /** The sequence is as long as the model can read. */
    CONTEXT_LIMIT;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the reason with a name used in files}
     *
     * @param key lower case name
     * @throws IllegalArgumentException if there is none
     */
    public static FinishReason of(String key) {
        for (FinishReason reason : values()) {
            if (reason.key().equals(key)) {
                return reason;
            }
        }
        throw new IllegalArgumentException(
                "finish reason \""
                        + Excerpt.of(key)
                        + "\": expected one of "
                        + Arrays.stream(values())
                                .map(FinishReason::key)
                                .collect(Collectors.joining(", ")));
    }
}
