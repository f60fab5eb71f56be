package io.github.headlight.export.instrument;

import io.github.headlight.error.UnsupportedModelException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
     * @param renamed the new names of files that weights lie in, by the old ones
     * @param channel where to
     * @throws IOException if it cannot be written
     */
    static void write(
            ForeignModel model,
            byte[] added,
            Map<String, String> metadata,
            Map<String, String> renamed,
            FileChannel channel)
            throws IOException {
        ByteBuffer file = model.file().bytes();
        ForeignModel.Span field = model.graphField();
        List<ByteBuffer> graph = new ArrayList<>(graph(model.graph().message(), renamed));
        graph.add(ByteBuffer.wrap(added));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        start(head, GRAPH, size(graph));
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            field(properties, METADATA, entry(entry.getKey(), entry.getValue()));
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        pieces.add(file.slice(0, field.start()));
        pieces.add(ByteBuffer.wrap(head.toByteArray()));
        pieces.addAll(graph);
        pieces.add(file.slice(field.end(), file.limit() - field.end()));
        pieces.add(ByteBuffer.wrap(properties.toByteArray()));
        if (size(pieces) > Integer.MAX_VALUE) {
            throw new UnsupportedModelException(
                    model.file().path()
                            + " is too large to hold more: a model file has at most 2 GiB; save it"
                            + " with its weights in another file");
        }
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    private static long size(List<ByteBuffer> pieces) {
        return pieces.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** The fields of the graph, with other names of files in its initialisers. */
    private static List<ByteBuffer> graph(WireMessage graph, Map<String, String> renamed) {
        if (renamed.isEmpty()) {
            return List.of(graph.bytes().duplicate());
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        int kept = 0;
        WireReader reader = graph.fields();
        while (reader.next()) {
            if (reader.isBytes(ForeignGraph.INITIALIZER)) {
                ForeignTensor tensor = ForeignTensor.of(reader.message());
                if (tensor.external() != null
                        && renamed.containsKey(tensor.external().location())) {
                    pieces.add(graph.bytes().slice(kept, reader.start() - kept));
                    ByteArrayOutputStream changed = new ByteArrayOutputStream();
                    field(changed, ForeignGraph.INITIALIZER, renamed(tensor, renamed));
                    pieces.add(ByteBuffer.wrap(changed.toByteArray()));
                    kept = reader.end();
                }
            }
        }
        pieces.add(graph.bytes().slice(kept, graph.bytes().remaining() - kept));
        return pieces;
    }

    private static byte[] renamed(ForeignTensor tensor, Map<String, String> renamed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireReader reader = tensor.message().fields();
        while (reader.next()) {
            if (reader.isBytes(ForeignTensor.EXTERNAL_DATA)) {
                TextEntry entry = TextEntry.of(reader.message());
                if (entry.key().equals(ForeignTensor.LOCATION)) {
                    String name = renamed.get(tensor.external().location());
                    field(out, ForeignTensor.EXTERNAL_DATA, entry(entry.key(), name));
                    continue;
                }
            }
            byte[] same = new byte[reader.end() - reader.start()];
            tensor.message().bytes().get(reader.start(), same);
            out.writeBytes(same);
        }
        return out.toByteArray();
    }

    private static byte[] entry(String key, String value) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        field(entry, 1, key.getBytes(StandardCharsets.UTF_8));
        field(entry, 2, value.getBytes(StandardCharsets.UTF_8));
        return entry.toByteArray();
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
}
