package io.github.headlight.export.hub;

import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two pulls, of one program or of two, from fetching the same file at once: the second waits
 * and finds it there. Where the system has no locks both fetch it, and the slower one may fail; no
 * wrong file comes of it, since both write the same bytes to the same places.
 */
final class BlobLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final FileChannel channel;

    private BlobLock(FileChannel channel) {
        this.channel = channel;
    }

    static BlobLock acquire(Path file) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            BlobLock lock = new BlobLock(channel);
            try {
                while (!lock.isTaken()) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                return lock;
            } catch (InterruptedException e) {
                lock.close();
                throw new StoppedException();
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    /** Closing the channel gives the lock back. */
    private boolean isTaken() {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // There are no locks here.
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock went with it all the same.
        }
    }
}
