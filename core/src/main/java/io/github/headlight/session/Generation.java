package io.github.headlight.session;

import java.util.function.Consumer;

/**
 * Whether and how a capture goes on after the prompt. Tokens are chosen greedily: the most probable
 * each time.
 *
 * @param maxTokens the most tokens to generate, 0 for none
 * @param stopAtEnd whether a token that ends an answer stops it
 * @param listener gets the id of each token as it is written, on the caller's thread
 */
public record Generation(int maxTokens, boolean stopAtEnd, Consumer<Integer> listener) {
    /** Only the prompt. */
    public static final Generation NONE = new Generation(0, true, id -> {});

    public Generation {
        if (maxTokens < 0) {
            throw new IllegalArgumentException(
                    "tokens to generate: expected 0 or more, found " + maxTokens);
        }
    }

    /**
     * {@return generation up to a number of tokens, or to the end of the answer}
     *
     * @param maxTokens the most tokens
     */
    public static Generation upTo(int maxTokens) {
        return new Generation(maxTokens, true, id -> {});
    }
}
