package io.github.headlight.safetensors;

import com.google.gson.stream.JsonWriter;

import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a safetensors file. The same tensors give the same bytes: larger element types come first,
 * then names in order, so every tensor is aligned to its elements; metadata is in order of key.
 * Bytes are streamed, never held.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private final List<SafetensorsOutput.Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /** A file without tensors. */
    public SafetensorsWriter() {}

    /** Takes the bytes of one tensor, piece by piece. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes the next bytes.
         *
         * @param bytes in little-endian order; all remaining ones are taken
         * @throws IOException if they cannot be written
         */
        void write(ByteBuffer bytes) throws IOException;
    }

    /** Gives the bytes of one tensor when its turn comes. */
    @FunctionalInterface
    public interface Source {
        /**
         * Writes all bytes of the tensor.
         *
         * @param sink where to
         * @throws IOException if the sink fails
         */
        void writeTo(Sink sink) throws IOException;
    }

    /**
     * Adds a text to {@code __metadata__}.
     *
     * @param key its key
     * @param value the text
     * @return this
     */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @param name its name
     * @param dtype type of its elements
     * @param shape its axes
     * @param source called once, while the file is written
     * @return this
     */
    public SafetensorsWriter tensor(String name, DType dtype, List<Long> shape, Source source) {
        if (name.equals("__metadata__") || !names.add(name)) {
            throw new IllegalArgumentException("tensor name " + name + " is taken");
        }
        long length = TensorInfo.byteLength(dtype, shape);
        entries.add(new SafetensorsOutput.Entry(name, dtype, List.copyOf(shape), length, source));
        return this;
    }

    /**
     * Adds a tensor whose bytes are at hand.
     *
     * @param name its name
     * @param dtype type of its elements
     * @param shape its axes
     * @param bytes in little-endian order; not moved
     * @return this
     */
    public SafetensorsWriter tensor(String name, DType dtype, List<Long> shape, ByteBuffer bytes) {
        return tensor(name, dtype, shape, sink -> sink.write(bytes.duplicate()));
    }

    /**
     * Adds a tensor whose bytes are written by position, with {@link SafetensorsOutput#write}; what
     * is not written is 0.
     *
     * @param name its name
     * @param dtype type of its elements
     * @param shape its axes
     * @return this
     */
    public SafetensorsWriter reserved(String name, DType dtype, List<Long> shape) {
        return tensor(name, dtype, shape, (Source) null);
    }

    /**
     * Writes the file.
     *
     * @param target the file; missing folders are made
     * @throws OutputException if it cannot be written; nothing is left then
     * @throws IllegalStateException if a source gives more or fewer bytes than its shape has
     */
    public void write(Path target) {
        try (SafetensorsOutput output = begin(target)) {
            output.finish();
        }
    }

    /**
     * Starts the file: its header is written, its tensors are not.
     *
     * @param target the file; missing folders are made
     * @return the file, to be finished and closed
     * @throws OutputException if it cannot be written; nothing is left then
     */
    public SafetensorsOutput begin(Path target) {
        List<SafetensorsOutput.Entry> sorted = new ArrayList<>(entries);
        sorted.sort(
                Comparator.comparingInt((SafetensorsOutput.Entry entry) -> -entry.dtype().size())
                        .thenComparing(SafetensorsOutput.Entry::name));
        try {
            return SafetensorsOutput.begin(target, header(sorted), sorted);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(target, e);
        }
    }

    private ByteBuffer header(List<SafetensorsOutput.Entry> sorted) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(false);
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name("__metadata__").beginObject();
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.name(entry.getKey()).value(entry.getValue());
                }
                json.endObject();
            }
            long offset = 0;
            for (SafetensorsOutput.Entry entry : sorted) {
                json.name(entry.name()).beginObject().name("dtype").value(entry.dtype().name());
                json.name("shape").beginArray();
                for (long axis : entry.shape()) {
                    json.value(axis);
                }
                json.endArray().name("data_offsets").beginArray();
                json.value(offset).value(offset + entry.length()).endArray().endObject();
                offset = Math.addExact(offset, entry.length());
            }
            json.endObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(bytes);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }
}
