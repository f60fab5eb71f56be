package io.github.headlight.capture;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a capture comes from.
 *
 * @param model the name of the model, plain text; empty if unknown
 * @param time when it was captured, in whole seconds, if known
 */
public record Origin(String model, Optional<Instant> time) {
    /** Of attention saved elsewhere. */
    public static final Origin UNKNOWN = new Origin("", Optional.empty());

    public Origin {
        Objects.requireNonNull(model, "model");
        time = time.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS));
    }
}
