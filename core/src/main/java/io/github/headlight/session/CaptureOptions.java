package io.github.headlight.session;

import io.github.headlight.generation.Generation;

import java.util.Objects;

/**
 * How one capture is made. Immutable; the {@code with} methods give a changed copy.
 *
 * @param generation what is generated after the prompt
 * @param allLogits whether the logits of all rows are kept, not only those of the last prompt row
 *     and the generated rows
 * @param listener is told how far the capture is
 */
public record CaptureOptions(Generation generation, boolean allLogits, CaptureListener listener) {
    /** The prompt only, with its last row's logits. */
    public static final CaptureOptions DEFAULT =
            new CaptureOptions(Generation.NONE, /* allLogits= */ false, CaptureListener.NONE);

    public CaptureOptions {
        Objects.requireNonNull(generation, "generation");
        Objects.requireNonNull(listener, "listener");
    }

    /**
     * {@return the prompt and an answer of at most so many tokens}
     *
     * @param tokens the most tokens to generate
     */
    public static CaptureOptions generating(int tokens) {
        return DEFAULT.with(Generation.upTo(tokens));
    }

    /**
     * {@return a copy with other generation}
     *
     * @param other what is generated after the prompt
     */
    public CaptureOptions with(Generation other) {
        return new CaptureOptions(other, allLogits, listener);
    }

    /**
     * {@return a copy with another listener}
     *
     * @param other is told how far the capture is
     */
    public CaptureOptions with(CaptureListener other) {
        return new CaptureOptions(generation, allLogits, other);
    }

    /** {@return a copy that keeps the logits of all rows} */
    public CaptureOptions withAllLogits() {
        return new CaptureOptions(generation, /* allLogits= */ true, listener);
    }
}
