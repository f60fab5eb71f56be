package io.github.headlight.renderers.html;

import java.util.Locale;

/**
 * How a piece of text is marked: by a line under it, of another kind for each, so that nothing
 * rests on colour alone. The section says what its tones mean.
 */
public enum Tone {
    /** Not at all. */
    PLAIN,
    /** Much. */
    HIGH,
    /** Neither much nor little. */
    MIDDLE,
    /** Little; in the colour of the mark. */
    LOW,
    /** Not decided. */
    OPEN;

    /** The class of the style. */
    String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}
