package io.github.headlight.export.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The hub cannot answer now, but may later. */
final class TryLaterException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> pause;

    TryLaterException(String message, Optional<Duration> pause) {
        super(message);
        this.pause = pause;
    }

    /** {@return how long the hub asks to wait, if it does} */
    Optional<Duration> pause() {
        return pause;
    }
}
