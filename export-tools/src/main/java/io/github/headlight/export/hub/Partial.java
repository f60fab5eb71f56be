package io.github.headlight.export.hub;

import io.github.headlight.error.OutputException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file that has come in part. It stays when it is closed, and the next pull goes on at its end;
 * its hash is computed as it grows.
 */
final class Partial implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final RemoteFile file;
    private FileChannel channel;
    private MessageDigest digest;
    private long size;

    private Partial(Path path, RemoteFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.channel = open();
        this.digest = file.hash().digest(file.size());
        update(digest, channel);
        this.size = channel.position();
    }

    /** Opens what is there, or an empty file. */
    static Partial open(Path path, RemoteFile file) {
        try {
            Files.createDirectories(path.getParent());
            return new Partial(path, file);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Whether a file at some place is the one meant. */
    static boolean isRight(Path path, RemoteFile file) {
        MessageDigest digest = file.hash().digest(file.size());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            update(digest, channel);
            return matches(digest, file);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** {@return bytes that are there} */
    long size() {
        return size;
    }

    /** Adds bytes at the end. */
    void append(byte[] bytes, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
        digest.update(bytes, 0, count);
        size += count;
    }

    /** Adds what another file holds. */
    void append(Path other) {
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try (FileChannel source = FileChannel.open(other, StandardOpenOption.READ)) {
            for (int count; (count = source.read(buffer.clear())) >= 0; ) {
                append(bytes, count);
            }
        } catch (IOException e) {
            throw failed(other, e);
        }
    }

    /** Begins with an empty file again; who may still write to the old one harms nobody. */
    void restart() {
        try {
            channel.close();
            Files.deleteIfExists(path);
            channel = open();
            digest = file.hash().digest(file.size());
            size = 0;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Whether the whole file is right; then it is on the disk, whatever happens to the machine. */
    boolean isRight() {
        if (size != file.size() || !matches(digest, file)) {
            return false;
        }
        try {
            channel.force(true);
            return true;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Leaves nothing of the file. */
    void delete() {
        close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** No link is followed: in a cache that many share it might lead anywhere. */
    private FileChannel open() throws IOException {
        return FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static void update(MessageDigest digest, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
    }

    /** Asked once: a digest that is read begins anew. */
    private static boolean matches(MessageDigest digest, RemoteFile file) {
        return HexFormat.of().formatHex(digest.digest()).equals(file.hash().hex());
    }

    private static RuntimeException failed(Path path, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new StoppedException();
        }
        return new OutputException(
                path
                        + ": cannot be written ("
                        + e.getMessage()
                        + "); what has come stays for the next pull",
                e);
    }
}
