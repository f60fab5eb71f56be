package io.github.headlight.file;

import io.github.headlight.error.OutputException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A file that appears whole or not at all: it is written beside its target and moved into place by
 * {@link #commit}. Closed without that, or cut off by the end of the process (a kill that cannot be
 * caught apart), it leaves nothing behind, not even folders made for it.
 */
public final class AtomicFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_LINKS = 40;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final Deque<Path> madeFolders;
    private final Thread atExit = new Thread(this::discard, "headlight-unfinished-file");
    private boolean closed;

    private AtomicFile(Path target, Path temporary, FileChannel channel, Deque<Path> madeFolders) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
        this.madeFolders = madeFolders;
    }

    /** What fills a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the file's bytes.
         *
         * @param channel where to
         * @throws IOException if that fails
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes one file, whole or not at all.
     *
     * @param target the file; missing folders are made
     * @param content what to write
     * @throws OutputException if it cannot be written
     */
    public static void write(Path target, Content content) {
        try (AtomicFile file = create(target)) {
            content.writeTo(file.channel());
            file.commit();
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    /** What fills a file through a stream. */
    @FunctionalInterface
    public interface StreamContent {
        /**
         * Writes the file's bytes; does not close the stream.
         *
         * @param out where to, buffered
         * @throws IOException if that fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes one file through a buffered stream, whole or not at all. A device or a pipe cannot be
     * replaced, and what {@code /dev/stdout} leads to must not be: it is written to as it is.
     *
     * @param target the file; missing folders are made
     * @param content what to write
     * @throws OutputException if it cannot be written
     */
    public static void writeStream(Path target, StreamContent content) {
        if (!isReplaced(target)) {
            writeToDevice(target, content);
            return;
        }
        write(
                target,
                channel -> {
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                    content.writeTo(out);
                    out.flush();
                });
    }

    /**
     * {@return whether what is written to a path becomes a file of that name; else it goes to a
     * device, a pipe, or what a shell opened}
     *
     * @param target the path
     */
    public static boolean isReplaced(Path target) {
        return !isDevice(target) && !isOpened(target);
    }

    /** {@return whether a path is there, and is neither a file nor a folder} */
    private static boolean isDevice(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    }

    /** {@return whether a path leads to what the shell opened, perhaps to write at its end} */
    private static boolean isOpened(Path target) {
        Path path = target.toAbsolutePath().normalize();
        try {
            Path to =
                    Files.isSymbolicLink(path)
                            ? path.resolveSibling(Files.readSymbolicLink(path)).normalize()
                            : path;
            return Files.exists(path)
                    && Stream.of(path, to)
                            .anyMatch(p -> p.startsWith("/proc") || p.startsWith("/dev/fd"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeToDevice(Path target, StreamContent content) {
        try (OutputStream out =
                new BufferedOutputStream(
                        Files.newOutputStream(target, StandardOpenOption.APPEND), BUFFER)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new OutputException(
                    target + ": cannot be written to the end (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Starts a file.
     *
     * @param target the file; missing folders are made
     * @return the file, to be filled, committed and closed
     * @throws OutputException if nothing can be written there
     */
    public static AtomicFile create(Path target) {
        Path whole = resolved(target);
        Deque<Path> madeFolders = new ArrayDeque<>();
        try {
            makeFolders(whole.getParent(), madeFolders);
            Path temporary = whole.resolveSibling(".headlight-" + UUID.randomUUID() + ".tmp");
            FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            AtomicFile file = new AtomicFile(whole, temporary, channel, madeFolders);
            Runtime.getRuntime().addShutdownHook(file.atExit);
            return file;
        } catch (IOException e) {
            removeFolders(madeFolders);
            throw cannotWrite(target, e);
        }
    }

    /** The place to write to: a link is followed, and only a regular file is replaced. */
    private static Path resolved(Path target) {
        Path file = target.toAbsolutePath().normalize();
        try {
            for (int links = 0; Files.isSymbolicLink(file); links++) {
                if (links == MAX_LINKS) {
                    throw new OutputException(
                            target + ": cannot be written: its links go in a circle");
                }
                file = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
            }
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
        if (Files.isDirectory(file) || file.getParent() == null) {
            throw new OutputException(target + ": is a folder; name a file in it");
        }
        if (isDevice(file)) {
            throw new OutputException(
                    target + ": is a device or a pipe, which cannot be replaced; name a file");
        }
        return file;
    }

    /** {@return where the file will be} */
    public Path target() {
        return target;
    }

    /** {@return where its bytes are before {@link #commit}} */
    public Path written() {
        return temporary;
    }

    /** {@return where to write its bytes} */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Closes the file and moves it into place, over an older one if there is one.
     *
     * @throws OutputException if that fails
     * @throws IllegalStateException if the file is committed or closed already
     */
    public void commit() {
        if (closed) {
            throw new IllegalStateException("the file " + target + " is closed");
        }
        try {
            channel.close();
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            finish();
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    /** Removes what was written unless it was committed. */
    @Override
    public void close() {
        if (!closed) {
            discard();
            finish();
        }
    }

    private void finish() {
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending; the hook runs and finds nothing to do.
        }
    }

    private void discard() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that led here is the one worth telling.
        }
        removeFolders(madeFolders);
    }

    /**
     * {@return the failure of an output, in words}
     *
     * @param target what was to be written
     * @param cause why it was not
     */
    public static OutputException cannotWrite(Path target, IOException cause) {
        // Its whole message would name our temporary file.
        String why =
                cause instanceof FileSystemException inFiles
                        ? inFiles.getReason()
                        : cause.getMessage();
        String kind = cause.getClass().getSimpleName().replace("Exception", "");
        return new OutputException(
                target
                        + ": cannot be written ("
                        + kind
                        + (why == null ? "" : ": " + why)
                        + "); nothing was left there",
                cause);
    }

    private static void makeFolders(Path folder, Deque<Path> made) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder; at != null && Files.notExists(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path next : missing) {
            Files.createDirectory(next);
            made.push(next);
        }
    }

    private static void removeFolders(Deque<Path> made) {
        try {
            while (!made.isEmpty()) {
                Files.delete(made.pop());
            }
        } catch (IOException e) {
            // Somebody put something there meanwhile; then it stays.
        }
    }
}
