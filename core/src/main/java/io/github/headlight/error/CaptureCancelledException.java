package io.github.headlight.error;

/** A capture was ended by its caller before it was done; nothing of it is left. */
public final class CaptureCancelledException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: how far it was
     */
    public CaptureCancelledException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: how far it was
     * @param cause the failure beneath, or null
     */
    public CaptureCancelledException(String message, Throwable cause) {
        super(message, cause);
    }
}
