package io.github.headlight.analysis.advice;

import java.util.Objects;

/**
 * A part of a prompt.
 *
 * @param kind what it is
 * @param from first token, inclusive
 * @param to last token, exclusive
 * @param text its tokens as text
 */
public record Segment(SegmentKind kind, int from, int to, String text) {
    public Segment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "segment: expected at least one token, found " + from + " to " + to);
        }
    }

    /** {@return whether it holds a token} */
    boolean holds(int token) {
        return token >= from && token < to;
    }
}
