package io.github.headlight.safetensors;

import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.safetensors.SafetensorsWriter.Source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A safetensors file in the making: its header stands, its tensors are filled, and then it is moved
 * into place. Closed before that, nothing is left of it.
 */
public final class SafetensorsOutput implements AutoCloseable {
    private final AtomicFile file;
    private final long headerLength;
    private final List<Entry> entries;

    private SafetensorsOutput(AtomicFile file, long headerLength, List<Entry> entries) {
        this.file = file;
        this.headerLength = headerLength;
        this.entries = entries;
    }

    /** A tensor of the file; without a source its bytes are written by position. */
    record Entry(String name, DType dtype, List<Long> shape, long length, Source source) {}

    static SafetensorsOutput begin(Path target, ByteBuffer header, List<Entry> entries)
            throws IOException {
        AtomicFile file = AtomicFile.create(target);
        long headerLength = header.remaining();
        try {
            writeFully(file.channel(), header);
            return new SafetensorsOutput(file, headerLength, entries);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Writes bytes of a reserved tensor.
     *
     * @param name the tensor
     * @param at the first byte, counted from the tensor's first
     * @param bytes in little-endian order; all remaining ones are written
     * @throws OutputException if they cannot be written
     */
    public void write(String name, long at, ByteBuffer bytes) {
        long start = headerLength;
        for (Entry entry : entries) {
            if (entry.name().equals(name)) {
                if (at < 0 || bytes.remaining() > entry.length() - at) {
                    throw wrongLength(entry, "more");
                }
                writeAt(start + at, bytes);
                return;
            }
            start += entry.length();
        }
        throw new IllegalArgumentException("the file has no tensor " + name);
    }

    private void writeAt(long position, ByteBuffer bytes) {
        try {
            long at = position;
            while (bytes.hasRemaining()) {
                at += file.channel().write(bytes, at);
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file.target(), e);
        }
    }

    /**
     * Writes the tensors that have a source and moves the file into place.
     *
     * @throws OutputException if that fails
     * @throws IllegalStateException if a source gives more or fewer bytes than its shape has
     */
    public void finish() {
        try {
            long start = headerLength;
            for (Entry entry : entries) {
                file.channel().position(start);
                if (entry.source() != null) {
                    writeTensor(file.channel(), entry);
                }
                start += entry.length();
            }
            if (file.channel().size() < start) {
                writeAt(start - 1, ByteBuffer.allocate(1));
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file.target(), e);
        }
        file.commit();
    }

    private static void writeTensor(FileChannel channel, Entry entry) throws IOException {
        long end = channel.position() + entry.length();
        entry.source()
                .writeTo(
                        bytes -> {
                            if (bytes.remaining() > end - channel.position()) {
                                throw wrongLength(entry, "more");
                            }
                            writeFully(channel, bytes);
                        });
        if (channel.position() != end) {
            throw wrongLength(entry, "fewer");
        }
    }

    private static IllegalStateException wrongLength(Entry entry, String moreOrFewer) {
        return new IllegalStateException(
                "tensor "
                        + entry.name()
                        + ": "
                        + moreOrFewer
                        + " bytes were written than the "
                        + entry.length()
                        + " of "
                        + entry.dtype()
                        + " "
                        + entry.shape());
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Lets an unfinished file go. */
    @Override
    public void close() {
        file.close();
    }
}
