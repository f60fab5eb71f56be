package io.github.headlight.safetensors;

import io.github.headlight.error.InvalidFileException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * A safetensors file: what its header says, and views of its tensors. Opening reads the header
 * only; it holds no file open and need not be closed.
 */
public final class SafetensorsFile {
    private static final long LENGTH_BYTES = 8;

    /** A header this long has half a million tensors; more is an attack or an accident. */
    private static final long MAX_HEADER = 100_000_000;

    private final Path path;
    private final Header header;

    private SafetensorsFile(Path path, Header header) {
        this.path = path;
        this.header = header;
    }

    /**
     * Reads and checks the header: strict JSON, known types, sizes that fit the shapes, tensors
     * that fill the file without overlap or hole.
     *
     * @param path the file
     * @return the file
     * @throws InvalidFileException if it is missing or not such a file
     */
    public static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidFileException(
                    path, Files.exists(path) ? "is not a regular file" : "there is no such file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw new InvalidFileException(
                        path,
                        "expected 8 bytes with the header's length, but the file has "
                                + size
                                + " bytes; it is no safetensors file or was cut off");
            }
            long length = read(path, channel, 0, (int) LENGTH_BYTES).getLong();
            if (length < 2 || length > Math.min(MAX_HEADER, size - LENGTH_BYTES)) {
                throw new InvalidFileException(
                        path,
                        "bytes 0 to 8 give a header of "
                                + Long.toUnsignedString(length)
                                + " bytes, but the file has "
                                + size
                                + " bytes and a header at most "
                                + MAX_HEADER
                                + "; it is no safetensors file or was cut off");
            }
            ByteBuffer json = read(path, channel, LENGTH_BYTES, (int) length);
            return new SafetensorsFile(
                    path, new HeaderParser(path, LENGTH_BYTES + length, size).parse(json));
        } catch (IOException e) {
            throw new InvalidFileException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return the file} */
    public Path path() {
        return path;
    }

    /** {@return the texts in {@code __metadata__}, in the file's order} */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** {@return all tensors, in order of their bytes} */
    public Collection<TensorInfo> tensors() {
        return Collections.unmodifiableCollection(header.tensors().values());
    }

    /**
     * {@return the tensor of a name, if the file has it}
     *
     * @param name its name
     */
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(header.tensors().get(name));
    }

    /**
     * {@return the tensor of a name}
     *
     * @param name its name
     * @throws InvalidFileException if the file does not have it
     */
    public TensorInfo tensor(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new InvalidFileException(
                                        path,
                                        "has no tensor "
                                                + name
                                                + " among its "
                                                + header.tensors().size()));
    }

    /**
     * Maps a tensor into memory.
     *
     * @param tensor one of this file's, of less than 2 GiB
     * @return its bytes, read-only, little-endian
     * @throws InvalidFileException if the file has become shorter or cannot be read
     */
    public ByteBuffer map(TensorInfo tensor) {
        return map(tensor, 0, tensor.length());
    }

    /**
     * Maps a part of a tensor into memory.
     *
     * @param tensor one of this file's
     * @param from first byte of the part, counted from the tensor's first
     * @param length bytes of the part, less than 2 GiB
     * @return its bytes, read-only, little-endian
     * @throws InvalidFileException if the file has become shorter or cannot be read
     */
    public ByteBuffer map(TensorInfo tensor, long from, long length) {
        if (!tensor.equals(header.tensors().get(tensor.name()))) {
            throw new IllegalArgumentException(path + " has no such tensor: " + tensor);
        }
        if (from < 0 || length < 0 || length > tensor.length() - from) {
            throw new IllegalArgumentException(
                    "bytes "
                            + from
                            + " + "
                            + length
                            + " are not within the "
                            + tensor.length()
                            + " of tensor "
                            + tensor.name());
        }
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "tensor " + tensor.name() + ": map it in parts of less than 2 GiB");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long start = tensor.offset() + from;
            if (channel.size() < start + length) {
                throw new InvalidFileException(
                        path,
                        "became shorter since it was opened: tensor "
                                + tensor.name()
                                + " ends at byte "
                                + tensor.end()
                                + ", but the file has "
                                + channel.size()
                                + " bytes");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, start, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new InvalidFileException(
                    path, "tensor " + tensor.name() + " cannot be mapped: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer read(Path path, FileChannel channel, long at, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new InvalidFileException(path, "became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
