package io.github.headlight.error;

/** A capture does not hold what was asked of it; the message names its plan. */
public final class CaptureException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public CaptureException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
