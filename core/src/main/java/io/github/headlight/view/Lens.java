package io.github.headlight.view;

import java.util.Objects;

/**
 * How a matrix is looked at before it is drawn: these change values, and pictures say so.
 *
 * @param sink what becomes of the first token
 * @param words whether split characters and words are one unit: a sum over their keys, a mean over
 *     their queries
 * @param crop the tokens that are shown
 */
public record Lens(Sink sink, boolean words, TokenRange crop) {
    /** Everything, token by token. */
    public static final Lens PLAIN = new Lens(Sink.SHOWN, false, TokenRange.ALL);

    public Lens {
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(crop, "crop");
    }

    /**
     * {@return this lens with another way to treat the first token}
     *
     * @param other what becomes of it
     */
    public Lens with(Sink other) {
        return new Lens(other, words, crop);
    }

    /**
     * {@return this lens with tokens or words}
     *
     * @param merged whether words are one unit
     */
    public Lens withWords(boolean merged) {
        return new Lens(sink, merged, crop);
    }

    /**
     * {@return this lens with other tokens}
     *
     * @param other those that are shown
     */
    public Lens with(TokenRange other) {
        return new Lens(sink, words, other);
    }
}
