package io.github.headlight.internal.figure;

import java.awt.Color;
import java.util.Optional;

/**
 * A sentence of a legend.
 *
 * @param text plain text
 * @param swatch the colour that it explains
 * @param hatched whether the colour has lines across
 */
record Note(String text, Optional<Color> swatch, boolean hatched) {
    static Note of(String text) {
        return new Note(text, Optional.empty(), false);
    }

    static Note of(Color swatch, String text) {
        return new Note(text, Optional.of(swatch), false);
    }

    static Note hatched(Color swatch, String text) {
        return new Note(text, Optional.of(swatch), true);
    }
}
