package io.github.headlight.export.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;

/** What the hub sends after its headers; another thread may give it up when it falls silent. */
final class Body implements AutoCloseable {
    private final InputStream in;
    private final Set<Body> open;
    private volatile boolean waiting;
    private volatile long waitingSince;
    private volatile boolean givenUp;

    /** A body that is among the open ones until it is closed. */
    Body(InputStream in, Set<Body> open) {
        this.in = in;
        this.open = open;
        open.add(this);
    }

    int read(byte[] bytes) throws IOException {
        waitingSince = System.nanoTime();
        waiting = true;
        try {
            int count = in.read(bytes);
            if (!givenUp) {
                return count;
            }
        } catch (IOException e) {
            if (!givenUp) {
                throw e;
            }
        } finally {
            waiting = false;
        }
        throw new IOException("nothing came for too long");
    }

    /** Ends the reading of another thread if nothing has come for some time. */
    void giveUpAfter(Duration silence) {
        if (waiting && System.nanoTime() - waitingSince > silence.toNanos()) {
            giveUp();
        }
    }

    /** Ends the reading of another thread. */
    void giveUp() {
        givenUp = true;
        close();
    }

    @Override
    public void close() {
        open.remove(this);
        try {
            in.close();
        } catch (IOException e) {
            // Nobody reads it any more.
        }
    }
}
