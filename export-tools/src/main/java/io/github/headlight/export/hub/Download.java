package io.github.headlight.export.hub;

import io.github.headlight.error.HubException;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings one file to its destination: waits for others that fetch it, goes on where an earlier pull
 * stopped, and puts it in its place only when size and hash are right.
 */
final class Download {
    private static final int BUFFER = 1 << 18;
    private static final int PART = 206;
    private static final int NO_SUCH_RANGE = 416;

    private final HubClient client;
    private final String commit;
    private final Destination destination;
    private final RemoteFile file;
    private final Refusals refusals;
    private final AtomicLong fetched = new AtomicLong();
    private volatile long done;

    Download(
            HubClient client,
            String commit,
            Destination destination,
            RemoteFile file,
            Refusals refusals) {
        this.client = client;
        this.commit = commit;
        this.destination = destination;
        this.file = file;
        this.refusals = refusals;
    }

    RemoteFile file() {
        return file;
    }

    /** {@return bytes that are there} */
    long done() {
        return done;
    }

    /** {@return bytes that came from the hub} */
    long fetched() {
        return fetched.get();
    }

    /** {@return whether the file is there already} */
    boolean isThere() {
        boolean isThere = destination.has(file);
        if (isThere) {
            done = file.size();
        }
        return isThere;
    }

    /** Brings the file, unless another pull has brought it meanwhile. */
    void run() {
        BlobLock lock = BlobLock.acquire(destination.lock(file));
        try {
            if (isThere()) {
                return;
            }
            try (Partial partial = Partial.open(destination.incomplete(file), file)) {
                fill(partial);
            }
            destination.place(file);
        } finally {
            lock.close();
        }
    }

    private void fill(Partial partial) {
        if (partial.size() == 0) {
            destination.copy(file).ifPresent(partial::append);
        }
        boolean isOlder = partial.size() > 0;
        if (isComplete(partial)) {
            return;
        }
        partial.restart();
        // What was there may have been damaged, or never of this file.
        if (!isOlder || !isComplete(partial)) {
            partial.delete();
            throw refusals.invalid(
                    "expected content with the hash "
                            + file.hash().hex()
                            + ", found other content; nothing of it is kept",
                    null);
        }
    }

    private boolean isComplete(Partial partial) {
        done = partial.size();
        client.retries().run(() -> receive(partial), fetched::get, refusals::unreachable);
        return partial.isRight();
    }

    /** {@return the bytes that are there when nothing is missing} */
    private long receive(Partial partial) throws IOException {
        if (partial.size() < file.size()) {
            try (HubClient.Answer answer =
                    client.get(commit, file.name(), partial.size(), refusals)) {
                goOn(answer, partial);
                read(answer.body(), partial);
            }
        }
        return partial.size();
    }

    /** Makes the file end where the answer begins. */
    private void goOn(HubClient.Answer answer, Partial partial) throws IOException {
        ContentRange range = ContentRange.of(answer);
        switch (answer.status()) {
            case PART -> {
                range.size().ifPresent(this::requireSize);
                if (!range.startsAt(partial.size())) {
                    partial.restart();
                    throw new IOException("it sends another part than it was asked for");
                }
            }
            case NO_SUCH_RANGE -> {
                range.size().ifPresent(this::requireSize);
                partial.restart();
                throw new IOException("it does not send the rest of a file");
            }
            default -> {
                answer.length().ifPresent(this::requireSize);
                if (partial.size() > 0) {
                    partial.restart();
                }
            }
        }
        done = partial.size();
    }

    private void requireSize(long size) {
        if (size != file.size()) {
            throw wrongSize(size + " bytes");
        }
    }

    private void read(Body body, Partial partial) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count; (count = body.read(buffer)) >= 0; ) {
            if (count > file.size() - partial.size()) {
                partial.delete();
                throw wrongSize("more");
            }
            partial.append(buffer, count);
            fetched.addAndGet(count);
            done = partial.size();
        }
        if (partial.size() < file.size()) {
            throw new IOException(
                    "it stopped after " + partial.size() + " of " + file.size() + " bytes");
        }
    }

    private HubException wrongSize(String found) {
        return refusals.invalid(
                "expected "
                        + file.size()
                        + " bytes as the hub lists it, found "
                        + found
                        + "; try again, or another HF_ENDPOINT",
                null);
    }
}
