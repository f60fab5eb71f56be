package io.github.headlight.internal.figure;

import java.awt.Color;
import java.util.Optional;

/**
 * A sentence of a legend.
 *
 * @param text plain text
 * @param swatch the colour that it explains
 */
record Note(String text, Optional<Color> swatch) {
    static Note of(String text) {
        return new Note(text, Optional.empty());
    }

    static Note of(Color swatch, String text) {
        return new Note(text, Optional.of(swatch));
    }
}
