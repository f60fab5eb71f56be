package io.github.headlight.renderers.html;

import java.util.Objects;
import java.util.Optional;

/**
 * A piece of a paragraph, an item of a list or a cell of a table.
 *
 * @param text plain text in both languages; what would hide or reorder text is shown by number
 * @param tone how it is marked
 * @param isStrong whether it is bold
 * @param place where it leads to
 */
public record Piece(Phrase text, Tone tone, boolean isStrong, Optional<Place> place) {
    public Piece {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(tone, "tone");
        Objects.requireNonNull(place, "place");
    }

    /**
     * {@return plain words}
     *
     * @param text in both languages
     */
    public static Piece of(Phrase text) {
        return new Piece(text, Tone.PLAIN, false, Optional.empty());
    }

    /**
     * {@return text that is the same in both languages: a number, a token}
     *
     * @param text plain text
     */
    public static Piece of(String text) {
        return of(Phrase.same(text));
    }

    /**
     * {@return this piece, marked}
     *
     * @param other how
     */
    public Piece in(Tone other) {
        return new Piece(text, other, isStrong, place);
    }

    /** {@return this piece in bold} */
    public Piece strong() {
        return new Piece(text, tone, true, place);
    }

    /**
     * {@return this piece as a link}
     *
     * @param target where it leads to
     */
    public Piece to(Place target) {
        return new Piece(text, tone, isStrong, Optional.of(target));
    }
}
