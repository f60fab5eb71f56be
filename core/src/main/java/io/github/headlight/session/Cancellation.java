package io.github.headlight.session;

import java.util.HashSet;
import java.util.Set;

/**
 * Ends captures from another thread: those that are under way, in the middle of a block if need be,
 * and those that start later. Safe for many threads.
 */
public final class Cancellation {
    /** One that nobody can cancel. */
    static final Cancellation NEVER = new Cancellation(false);

    private final boolean possible;
    private final Set<Runnable> running = new HashSet<>();
    private boolean cancelled;

    /** Not cancelled yet. */
    public Cancellation() {
        this(true);
    }

    private Cancellation(boolean possible) {
        this.possible = possible;
    }

    /**
     * Ends the captures that were given this. Cancelling again does nothing.
     *
     * @throws IllegalStateException if it is the one of {@link CaptureOptions#DEFAULT}, which all
     *     captures would share
     */
    public synchronized void cancel() {
        if (!possible) {
            throw new IllegalStateException(
                    "these captures cannot be cancelled: give them a Cancellation of their own"
                            + " (CaptureOptions.with)");
        }
        if (!cancelled) {
            cancelled = true;
            running.forEach(Runnable::run);
        }
    }

    /** {@return whether it was cancelled} */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** From now on cancelling calls the stopper too; at once, if that is done already. */
    synchronized void add(Runnable stopper) {
        if (possible) {
            running.add(stopper);
        }
        if (cancelled) {
            stopper.run();
        }
    }

    /** When this returns the stopper is not called any more. */
    synchronized void remove(Runnable stopper) {
        running.remove(stopper);
    }
}
