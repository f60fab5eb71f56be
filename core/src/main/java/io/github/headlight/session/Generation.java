package io.github.headlight.session;

/**
 * Whether and how a capture goes on after the prompt. Tokens are chosen greedily: the most probable
 * each time.
 *
 * @param maxTokens the most tokens to generate, 0 for none
 * @param stopAtEnd whether a token that ends an answer stops it
 */
public record Generation(int maxTokens, boolean stopAtEnd) {
    /** Only the prompt. */
    public static final Generation NONE = upTo(0);

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
        return new Generation(maxTokens, true);
    }
}
