package io.github.headlight.session;

import java.util.Objects;

/**
 * How one capture is made.
 *
 * @param generation what is generated after the prompt
 * @param allLogits whether the logits of all rows are kept, not only those of the last prompt row
 *     and the generated rows
 */
public record CaptureOptions(Generation generation, boolean allLogits) {
    /** The prompt only, with its last row's logits. */
    public static final CaptureOptions DEFAULT = new CaptureOptions(Generation.NONE, false);

    public CaptureOptions {
        Objects.requireNonNull(generation, "generation");
    }

    /**
     * {@return the prompt and an answer of at most so many tokens}
     *
     * @param tokens the most tokens to generate
     */
    public static CaptureOptions generating(int tokens) {
        return new CaptureOptions(Generation.upTo(tokens), false);
    }
}
