package io.github.headlight.error;

/** What was asked for would need more memory than it may have; nothing was run. */
public final class MemoryBudgetException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public MemoryBudgetException(String message) {
        super(message, null);
    }
}
