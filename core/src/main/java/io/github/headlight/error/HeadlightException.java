package io.github.headlight.error;

/**
 * Something failed that the caller could not prevent. Every message is one line for a person: what
 * was expected, what was found, where, and what to do about it.
 */
public abstract class HeadlightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where and what to do stand at the ends, so a message that is longer loses its middle. */
    private static final int MAX_LENGTH = 2_000;

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    protected HeadlightException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Names in damaged files may hold line ends and escape sequences; a message must not. */
    private static String oneLine(String message) {
        String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return Excerpt.ends(line, MAX_LENGTH);
    }
}
