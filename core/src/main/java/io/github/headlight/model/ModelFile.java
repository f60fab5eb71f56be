package io.github.headlight.model;

import io.github.headlight.error.InvalidFileException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An ONNX file and its metadata, read without the runtime: what must be known before weights are
 * looked for.
 *
 * @param path the file
 * @param bytes the file, mapped read-only
 * @param metadata the model's metadata properties
 */
public record ModelFile(Path path, ByteBuffer bytes, Map<String, String> metadata) {
    private static final int MAX_PROPERTIES = 10_000;
    private static final long MAX_METADATA = 64 << 20;
    private static final int METADATA_PROPS = 14;
    private static final int GRAPH = 7;

    public ModelFile {
        metadata = Map.copyOf(metadata);
    }

    /**
     * Reads the metadata of an ONNX file.
     *
     * @param path the file
     * @return the file
     * @throws InvalidFileException if it cannot be read or is no ONNX model
     */
    public static ModelFile read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (Files.isDirectory(path)) {
                throw new InvalidFileException(
                        path, "expected an ONNX model, found a folder; name the .onnx file");
            }
            long size = channel.size();
            if (size == 0 || size > Integer.MAX_VALUE) {
                throw new InvalidFileException(
                        path,
                        "expected an ONNX model of 1 byte to 2 GiB, found " + size + " bytes");
            }
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            return new ModelFile(path, bytes, metadata(path, bytes.duplicate()));
        } catch (IOException e) {
            throw new InvalidFileException(
                    path, "cannot be read: " + reason(e) + "; check the path", e);
        }
    }

    /**
     * {@return a path that the metadata gives relative to the model's own folder, where the file
     * really is, whatever links lead to it}
     *
     * @param relative with forward slashes
     * @throws InvalidFileException if it is no path
     */
    public Path resolve(String relative) {
        try {
            return path.toRealPath().resolveSibling(relative).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidFileException(
                    path, "its metadata names a folder that is no path: " + e.getReason(), e);
        } catch (IOException e) {
            throw new InvalidFileException(path, "cannot be read: " + reason(e), e);
        }
    }

    /**
     * {@return the files that tensors of this model lie in, as the model names them}
     *
     * @throws InvalidFileException if the model is damaged
     */
    public Set<String> externalFiles() {
        return ExternalData.locations(path, bytes);
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : e.getMessage();
    }

    private static Map<String, String> metadata(Path path, ByteBuffer bytes) {
        Map<String, String> properties = new TreeMap<>();
        long size = 0;
        boolean graph = false;
        ProtobufReader model = new ProtobufReader(path, bytes);
        while (model.next()) {
            graph |= model.field() == GRAPH && model.isMessage();
            if (model.field() == METADATA_PROPS && model.isMessage()) {
                size += model.message().remaining();
                if (size > MAX_METADATA || properties.size() == MAX_PROPERTIES) {
                    throw new InvalidFileException(
                            path,
                            "expected at most "
                                    + MAX_PROPERTIES
                                    + " metadata properties of "
                                    + MAX_METADATA
                                    + " bytes together, found more; save the model without them");
                }
                ProtobufReader property = new ProtobufReader(path, model.message());
                String key = "";
                String value = "";
                while (property.next()) {
                    if (property.isMessage() && property.field() == 1) {
                        key = text(property.message());
                    } else if (property.isMessage() && property.field() == 2) {
                        value = text(property.message());
                    }
                }
                properties.put(key, value);
            }
        }
        if (!graph) {
            throw new InvalidFileException(path, "not an ONNX model: it holds no graph");
        }
        return properties;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
