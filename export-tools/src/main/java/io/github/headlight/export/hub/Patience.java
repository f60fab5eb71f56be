package io.github.headlight.export.hub;

import java.time.Duration;

/**
 * How long a pull bears with a hub and the way to it.
 *
 * @param silence how long nothing may arrive before a connection is given up
 * @param attempts how often in a row something may fail; what brought a file forward does not count
 * @param firstPause how long to wait after the first failure; each further one doubles it
 * @param longestPause the longest wait that a hub may ask for
 */
public record Patience(Duration silence, int attempts, Duration firstPause, Duration longestPause) {
    /** A minute of silence, 5 failures in a row, pauses from a second to 5 minutes. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMinutes(1), 5, Duration.ofSeconds(1), Duration.ofMinutes(5));

    /**
     * @throws IllegalArgumentException if there is no attempt, or no time to hear anything
     */
    public Patience {
        if (attempts < 1 || silence.isZero() || silence.isNegative() || firstPause.isNegative()) {
            throw new IllegalArgumentException(
                    "expected at least one attempt and times that are not negative, found "
                            + attempts
                            + " attempts, "
                            + silence
                            + ", "
                            + firstPause);
        }
    }
}
