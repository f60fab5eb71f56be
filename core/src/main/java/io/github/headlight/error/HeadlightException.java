package io.github.headlight.error;

/**
 * Something failed that the caller could not prevent. Every message is one line for a person: what
 * was expected, what was found, where, and what to do about it.
 */
public abstract class HeadlightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    protected HeadlightException(String message, Throwable cause) {
        super(message, cause);
    }
}
