package io.github.headlight.error;

/** A model hub did not give what was asked of it; the message says why. */
public final class HubException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a hub gave nothing. */
    public enum Reason {
        /** There is no such model, revision or file, or not for everyone. */
        NOT_FOUND,
        /** Who asks must say who they are, may not have it, or has not accepted its terms. */
        DENIED,
        /** The hub, or the way to it, failed; later it may work, from where it stopped. */
        UNREACHABLE,
        /** What the hub sends contradicts what it says of it. */
        INVALID
    }

    /**
     * @param reason why
     * @param message one line: expected, found, where, what to do
     */
    public HubException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * @param reason why
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public HubException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return why there is nothing} */
    public Reason reason() {
        return reason;
    }
}
