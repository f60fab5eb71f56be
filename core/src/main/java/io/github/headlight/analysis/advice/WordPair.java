package io.github.headlight.analysis.advice;

import java.util.Objects;

/**
 * A word and the word beside it, as the rows that write the answer read them.
 *
 * @param word the one that receives more for each of its tokens
 * @param wordFrom its first token
 * @param neighbour the one beside it
 * @param neighbourFrom its first token
 * @param received what the word receives at this place
 * @param neighbourReceived what its neighbour receives
 * @param repeated whether the word stands in the prompt in several contexts, so that its neighbour
 *     may say which is meant
 * @param drawn whether the word draws attention away: it is repeated, looked at, and receives
 *     clearly more than its neighbour
 */
public record WordPair(
        String word,
        int wordFrom,
        String neighbour,
        int neighbourFrom,
        Share received,
        Share neighbourReceived,
        boolean repeated,
        boolean drawn) {
    public WordPair {
        Objects.requireNonNull(word, "word");
        Objects.requireNonNull(neighbour, "neighbour");
    }

    /**
     * {@return how many times as much the word receives for each of its tokens as its neighbour;
     * infinite if the neighbour receives nothing}
     */
    public double ratio() {
        return received.lift() / neighbourReceived.lift();
    }
}
