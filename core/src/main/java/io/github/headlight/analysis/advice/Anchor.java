package io.github.headlight.analysis.advice;

import java.util.Objects;

/**
 * A place that a reader can return to, and whether later rows do. Both means are over the same
 * rows, those behind all tokens compared: Σ A over rows and heads, for each token.
 *
 * @param kind what it is
 * @param from its first token
 * @param to its last token, exclusive
 * @param text its tokens as text
 * @param tokens its content tokens
 * @param mean what a content token of it receives on average
 * @param beside what a content token beside it receives on average: those at most 16 tokens away
 *     that are in no anchor and not in the instruction
 */
public record Anchor(
        AnchorKind kind, int from, int to, String text, int tokens, double mean, double beside) {
    public Anchor {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }

    /** {@return how many times as much it receives as content beside it, for each token} */
    public double lift() {
        return mean / beside;
    }
}
