package io.github.headlight.export.hub;

import io.github.headlight.error.HubException;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Does again what failed on the way to the hub, after pauses that become longer. */
final class Retries {
    /** A failure after so many bytes is the first one again. */
    private static final long PROGRESS = 1L << 20;

    private final Patience patience;

    Retries(Patience patience) {
        this.patience = patience;
    }

    /** Something that a network may fail at. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }

    /**
     * Runs something until it succeeds or fails too often.
     *
     * @param progress bytes that have come so far
     * @param failure what to say when it failed for the last time
     */
    <T> T run(
            Attempt<T> attempt,
            LongSupplier progress,
            Function<IOException, HubException> failure) {
        int failures = 0;
        long before = progress.getAsLong();
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new StoppedException();
                }
                long now = progress.getAsLong();
                failures = now - before >= PROGRESS ? 1 : failures + 1;
                before = now;
                Duration pause = pause(e, failures);
                if (failures >= patience.attempts()
                        || pause.compareTo(patience.longestPause()) > 0) {
                    throw failure.apply(e);
                }
                sleep(pause);
            }
        }
    }

    private Duration pause(IOException e, int failures) {
        Duration doubled = patience.firstPause().multipliedBy(1L << Math.min(failures - 1, 20));
        Duration longest = patience.longestPause();
        Duration growing = doubled.compareTo(longest) < 0 ? doubled : longest;
        return e instanceof TryLaterException later ? later.pause().orElse(growing) : growing;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw new StoppedException();
        }
    }
}
