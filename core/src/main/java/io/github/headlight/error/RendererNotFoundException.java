package io.github.headlight.error;

/**
 * No renderer (or section of a report) has the id that was asked for, two have it, or the one found
 * cannot draw the view.
 */
public final class RendererNotFoundException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public RendererNotFoundException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public RendererNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
