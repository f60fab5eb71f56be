package io.github.headlight.error;

/**
 * A checkpoint or model says something that would change its numbers and that Headlight does not
 * understand.
 */
public final class UnsupportedModelException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public UnsupportedModelException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
