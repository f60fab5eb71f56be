package io.github.headlight.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that holds weights of a model, as its metadata names it.
 *
 * @param name plain file name, in the folder of {@link WeightFiles}
 * @param size bytes
 * @param fingerprint see {@link #of}
 */
public record WeightFile(String name, long size, String fingerprint) {
    private static final int BLOCK = 4096;
    private static final int SAMPLES = 256;
    private static final long WHOLE = 32L << 20;

    public WeightFile {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "weight file name: expected a plain file name, found \"" + name + "\"");
        }
        if (size < 0) {
            throw new IllegalArgumentException("weight file " + name + ": negative size " + size);
        }
    }

    /**
     * Takes the fingerprint of a file: SHA-256 over its length and its bytes, all of them up to 32
     * MiB, else the first and last MiB and 256 blocks of 4 KiB spread evenly. So a checkpoint of
     * any size is checked in milliseconds; a change that touches no sampled block goes unseen.
     *
     * @param file the file
     * @return its name, size and fingerprint
     * @throws IOException if it cannot be read
     */
    public static WeightFile of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            MessageDigest digest = sha256();
            digest.update(Long.toString(size).getBytes(StandardCharsets.US_ASCII));
            if (size <= WHOLE) {
                update(digest, channel, 0, size);
            } else {
                long edge = 1L << 20;
                update(digest, channel, 0, edge);
                long step = (size - 2 * edge) / SAMPLES;
                for (int i = 0; i < SAMPLES; i++) {
                    update(digest, channel, edge + i * step, BLOCK);
                }
                update(digest, channel, size - edge, edge);
            }
            Path name = file.getFileName();
            return new WeightFile(
                    String.valueOf(name),
                    size,
                    "sha256:" + HexFormat.of().formatHex(digest.digest()));
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, FileChannel channel, long from, long length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, 1L << 20));
        long end = from + length;
        for (long at = from; at < end; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new IOException("file became shorter while it was read, at byte " + at);
            }
            digest.update(buffer.flip());
            at += read;
        }
    }
}
