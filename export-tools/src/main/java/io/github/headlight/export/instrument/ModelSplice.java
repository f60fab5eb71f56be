package io.github.headlight.export.instrument;

import io.github.headlight.error.UnsupportedModelException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes a model with more in it: the bytes of the old one as they are, what is added to the graph
 * behind what it holds, and more metadata at the end. Messages of this format may be put one behind
 * the other to be one.
 */
final class ModelSplice {
    private static final int GRAPH = 7;
    private static final int METADATA = 14;

    private ModelSplice() {}

    /**
     * Writes a model.
     *
     * @param model the old one
     * @param added fields of the graph
     * @param metadata to be added
     * @param channel where to
     * @throws IOException if it cannot be written
     */
    static void write(
            ForeignModel model, byte[] added, Map<String, String> metadata, FileChannel channel)
            throws IOException {
        ByteBuffer file = model.file().bytes();
        ByteBuffer graph = model.graph().message().bytes();
        ForeignModel.Span field = model.graphField();
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            ByteArrayOutputStream property = new ByteArrayOutputStream();
            field(property, 1, entry.getKey().getBytes(StandardCharsets.UTF_8));
            field(property, 2, entry.getValue().getBytes(StandardCharsets.UTF_8));
            field(properties, METADATA, property.toByteArray());
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        start(head, GRAPH, graph.remaining() + (long) added.length);
        long size = (long) file.limit() + head.size() + added.length + properties.size();
        if (size > Integer.MAX_VALUE) {
            throw new UnsupportedModelException(
                    model.file().path()
                            + " is too large to hold more: a model file has at most 2 GiB; save it"
                            + " with its weights in another file");
        }
        write(channel, file.slice(0, field.start()));
        write(channel, ByteBuffer.wrap(head.toByteArray()));
        write(channel, graph.duplicate());
        write(channel, ByteBuffer.wrap(added));
        write(channel, file.slice(field.end(), file.limit() - field.end()));
        write(channel, ByteBuffer.wrap(properties.toByteArray()));
    }

    private static void field(ByteArrayOutputStream out, int field, byte[] content) {
        start(out, field, content.length);
        out.writeBytes(content);
    }

    private static void start(ByteArrayOutputStream out, int field, long length) {
        varint(out, ((long) field << 3) | 2);
        varint(out, length);
    }

    private static void varint(ByteArrayOutputStream out, long number) {
        long rest = number;
        for (; rest > 0x7f; rest >>>= 7) {
            out.write((int) ((rest & 0x7f) | 0x80));
        }
        out.write((int) rest);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
