package io.github.headlight.error;

/**
 * A prompt cannot be read: it is empty, has ids outside the vocabulary, or needs a tokenizer that
 * is not there.
 */
public final class PromptException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public PromptException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public PromptException(String message, Throwable cause) {
        super(message, cause);
    }
}
