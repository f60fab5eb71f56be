package io.github.headlight.error;

/** An output could not be written; nothing half-written was left. */
public final class OutputException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public OutputException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public OutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
