package io.github.headlight.file;

import io.github.headlight.error.OutputException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written beside its target and moved into place by {@link #commit}. Closing without
 * a commit leaves nothing behind. Not for several threads.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean open = true;

    private AtomicFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /** Writes the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all bytes; does not close the stream.
         *
         * @param out where to, buffered
         * @throws IOException if it cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Begins a file.
     *
     * @param target where it will be; its folder is made if missing
     * @return the open file
     * @throws OutputException if it cannot be written there
     */
    public static AtomicFile create(Path target) {
        Path file = target.toAbsolutePath().normalize();
        Path folder = file.getParent();
        Path name = file.getFileName();
        if (folder == null || name == null || Files.isDirectory(file)) {
            throw new OutputException(target + ": cannot be written: it is a folder; name a file");
        }
        try {
            Files.createDirectories(folder);
            // Not createTempFile: its files are private to their owner, results have the usual
            // permissions.
            Path temporary = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
            FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            return new AtomicFile(file, temporary, channel);
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /**
     * Writes a whole file.
     *
     * @param target where it will be; its folder is made if missing
     * @param content its bytes
     * @throws OutputException if it cannot be written
     */
    public static void write(Path target, Content content) {
        try (AtomicFile file = create(target)) {
            try {
                OutputStream out =
                        new BufferedOutputStream(Channels.newOutputStream(file.channel), 1 << 16);
                content.writeTo(out);
                out.flush();
            } catch (IOException e) {
                throw failure(target, e);
            }
            file.commit();
        }
    }

    /** {@return the channel to write the file through} */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Puts the file in place, over one that may be there.
     *
     * @throws OutputException if that fails; nothing is left behind
     */
    public void commit() {
        if (!open) {
            throw new IllegalStateException("file " + target + " is closed");
        }
        try {
            channel.close();
            try {
                Files.move(
                        temporary,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            open = false;
        } catch (IOException e) {
            throw failure(target, e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failure(temporary, e);
        }
    }

    private static OutputException failure(Path target, IOException e) {
        String reason =
                e instanceof AccessDeniedException
                        ? "permission denied"
                        : e instanceof FileSystemException f && f.getReason() != null
                                ? f.getReason()
                                : e.getMessage();
        return new OutputException(
                target + ": cannot be written: " + reason + "; choose another place or make room",
                e);
    }
}
