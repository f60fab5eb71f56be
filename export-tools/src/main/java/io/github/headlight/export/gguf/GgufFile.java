package io.github.headlight.export.gguf;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One GGUF file: what its header says. The header is mapped, not copied, and the tensors are not
 * touched, so a file of any size is open at once.
 *
 * @param path the file
 * @param version of the format, 2 or 3
 * @param metadata what it says of itself
 * @param tensors in the file's order; the file may end before they do
 */
public record GgufFile(Path path, int version, GgufMetadata metadata, List<GgufTensor> tensors) {
    /** No tokenizer is nearly as large. */
    private static final long MAX_HEADER = 128L << 20;

    public GgufFile {
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads and checks a header.
     *
     * @param path the file
     * @return the file
     * @throws InvalidFileException if it is missing, damaged, cut off within the header, or not
     *     such a file
     * @throws UnsupportedModelException if it is a version or byte order that is not read
     */
    public static GgufFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidFileException(
                    path, Files.exists(path) ? "is not a regular file" : "there is no such file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer header =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, MAX_HEADER));
            return new HeaderReader(path, size, header).read();
        } catch (IOException e) {
            throw new InvalidFileException(path, "cannot be read: " + e.getMessage(), e);
        }
    }
}
