package io.github.headlight.view;

import java.util.Locale;

/**
 * What becomes of the first token, on which heads rest attention that they need for nothing (Xiao
 * et al. 2024, "Efficient Streaming Language Models with Attention Sinks").
 */
public enum Sink {
    /** Shown as it is. */
    SHOWN,
    /** Left out: the first key is not drawn; other values stay as they are. */
    MASKED,
    /** Left out, and what remains of each row is divided by its sum. */
    RENORMALISED;

    /** {@return the name on the command line: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
