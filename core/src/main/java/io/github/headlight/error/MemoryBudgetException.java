package io.github.headlight.error;

/** Something would need more memory than it may have; nothing was begun. */
public final class MemoryBudgetException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public MemoryBudgetException(String message) {
        super(message, null);
    }
}
