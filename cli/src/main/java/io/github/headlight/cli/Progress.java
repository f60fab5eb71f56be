package io.github.headlight.cli;

import io.github.headlight.session.CaptureListener;

import java.io.PrintWriter;

/**
 * Says on stderr what is under way: one line that is written over on a terminal, plain lines
 * elsewhere, and nothing at all for work that is done in a moment.
 */
final class Progress implements AutoCloseable {
    /** The launcher sets it where stderr is a terminal. */
    private static final boolean TERMINAL = Boolean.getBoolean("headlight.terminal");

    private static final long QUIET_NANOS = 1_000_000_000L;

    private final PrintWriter err;
    private final long start = System.nanoTime();
    private long lastPlainLine = start;
    private boolean shown;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Says how far a step is. */
    void step(String what, long done, long total) {
        long now = System.nanoTime();
        if (now - start < QUIET_NANOS) {
            return;
        }
        String line = total > 0 ? what + " " + 100 * done / total + " %" : what + " " + done;
        if (TERMINAL) {
            err.print("\r\u001b[K" + line);
            err.flush();
            shown = true;
        } else if (now - lastPlainLine > 5 * QUIET_NANOS) {
            err.println(line);
            err.flush();
            lastPlainLine = now;
        }
    }

    /** Says how far a capture is. */
    CaptureListener ofCapture(int maxTokens) {
        return new CaptureListener() {
            @Override
            public void prefilled(int tokens, int total) {
                step("reading the prompt", tokens, total);
            }

            @Override
            public void generated(int id, String text, int tokens) {
                step("writing the answer", tokens, maxTokens);
            }
        };
    }

    /** Clears the line. */
    @Override
    public void close() {
        if (shown) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
