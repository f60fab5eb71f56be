package io.github.headlight.error;

/** A pull was ended by its caller before it was done; the next one goes on where it stopped. */
public final class PullCancelledException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: how far it was
     */
    public PullCancelledException(String message) {
        super(message, null);
    }
}
