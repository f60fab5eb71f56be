package io.github.headlight.cli;

import java.util.Locale;

/** What {@code headlight render} can draw. */
enum Picture {
    /** One matrix as coloured cells. */
    HEATMAP,
    /** A thumbnail of every head. */
    HEAD_GRID,
    /** Lines between two columns of tokens. */
    HEAD,
    /** The text, shaded. */
    TOKENS,
    /** The heatmap of the attention rollout. */
    ROLLOUT,
    /** A number for each head. */
    PROFILE,
    /** What changed between two captures. */
    DIFFERENCE;

    /** {@return the name on the command line} */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a picture. */
    static final class Converter extends KeyConverter<Picture> {
        Converter() {
            super(Picture.values(), Picture::key);
        }
    }
}
