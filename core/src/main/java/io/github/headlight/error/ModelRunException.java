package io.github.headlight.error;

/** A model could not be run, or ran out of memory. */
public final class ModelRunException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public ModelRunException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public ModelRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
