package io.github.headlight.session;

import io.github.headlight.generation.Generation;

import java.util.Objects;

/**
 * How one capture is made. Immutable; the {@code with} methods give a changed copy.
 *
 * @param generation what is generated after the prompt
 * @param allLogits whether the logits of all rows are kept, not only those of the last prompt row
 *     and the generated rows
 * @param block the most tokens of the prompt that are read in one run; 0 for 16 to 256, by what a
 *     block needs and what memory there is; results do not depend on it, beyond rounding. A model
 *     made elsewhere that has no cache reads all tokens in one run, and takes 0 only
 * @param beyondContext whether more tokens than the model was made for are allowed
 * @param listener is told how far the capture is
 * @param cancellation ends the capture from another thread; so does interrupting the thread that
 *     captures, at the next block or token
 */
public record CaptureOptions(
        Generation generation,
        boolean allLogits,
        int block,
        boolean beyondContext,
        CaptureListener listener,
        Cancellation cancellation) {
    /** The largest block that can be asked for. */
    public static final int MAX_BLOCK = 65_536;

    /** The prompt only, with its last row's logits. */
    public static final CaptureOptions DEFAULT =
            new CaptureOptions(
                    Generation.NONE,
                    /* allLogits= */ false,
                    0,
                    /* beyondContext= */ false,
                    CaptureListener.NONE,
                    Cancellation.NEVER);

    public CaptureOptions {
        Objects.requireNonNull(generation, "generation");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(cancellation, "cancellation");
        if (block < 0 || block > MAX_BLOCK) {
            throw new IllegalArgumentException(
                    "block: expected 0 to " + MAX_BLOCK + " tokens, found " + block);
        }
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
        return new CaptureOptions(other, allLogits, block, beyondContext, listener, cancellation);
    }

    /**
     * {@return a copy with another listener}
     *
     * @param other is told how far the capture is
     */
    public CaptureOptions with(CaptureListener other) {
        return new CaptureOptions(generation, allLogits, block, beyondContext, other, cancellation);
    }

    /**
     * {@return a copy that can be cancelled}
     *
     * @param other ends the capture
     */
    public CaptureOptions with(Cancellation other) {
        return new CaptureOptions(generation, allLogits, block, beyondContext, listener, other);
    }

    /** {@return a copy that keeps the logits of all rows} */
    public CaptureOptions withAllLogits() {
        return new CaptureOptions(
                generation, /* allLogits= */ true, block, beyondContext, listener, cancellation);
    }

    /** {@return a copy that keeps the logits of the last prompt row and the generated rows} */
    CaptureOptions withoutAllLogits() {
        return new CaptureOptions(
                generation, /* allLogits= */ false, block, beyondContext, listener, cancellation);
    }

    /**
     * {@return a copy that reads the prompt in other blocks}
     *
     * @param tokens the most tokens of a block, 0 for 16 to 256, by what a block needs
     */
    public CaptureOptions withBlock(int tokens) {
        return new CaptureOptions(
                generation, allLogits, tokens, beyondContext, listener, cancellation);
    }

    /** {@return a copy that allows more tokens than the model was made for} */
    public CaptureOptions allowingBeyondContext() {
        return new CaptureOptions(
                generation, allLogits, block, /* beyondContext= */ true, listener, cancellation);
    }
}
