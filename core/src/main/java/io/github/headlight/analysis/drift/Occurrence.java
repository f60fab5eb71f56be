package io.github.headlight.analysis.drift;

import java.util.List;

/**
 * A place where an anchor stands in the prompt.
 *
 * @param start first byte in the sequence's UTF-8, inclusive
 * @param end last byte, exclusive
 * @param firstToken first token that holds one of these bytes
 * @param endToken after the last such token
 * @param partly those of these tokens that hold other text too, white space aside; their weight
 *     cannot be told apart
 * @param part where in the prompt it is
 */
public record Occurrence(
        int start, int end, int firstToken, int endToken, List<Integer> partly, PromptPart part) {
    public Occurrence {
        if (start < 0 || end <= start || firstToken < 0 || endToken <= firstToken) {
            throw new IllegalArgumentException(
                    "an occurrence has bytes and tokens, found bytes "
                            + start
                            + " to "
                            + end
                            + ", tokens "
                            + firstToken
                            + " to "
                            + endToken);
        }
        partly = List.copyOf(partly);
    }
}
