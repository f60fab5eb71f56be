package io.github.headlight.error;

/** A device, or the runtime that drives it, cannot be had here. */
public final class DeviceException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: expected, found, where, what to do
     */
    public DeviceException(String message) {
        super(message, null);
    }

    /**
     * @param message one line: expected, found, where, what to do
     * @param cause the failure beneath, or null
     */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
