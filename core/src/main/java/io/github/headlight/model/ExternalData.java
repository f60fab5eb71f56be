package io.github.headlight.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the files that an ONNX model's tensors lie in, wherever in the graph: initialisers, values
 * of attributes, and the same in inner graphs.
 */
final class ExternalData {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_FILES = 10_000;
    private static final int MAX_NAME = 4096;

    /** Field numbers of onnx.proto. */
    private static final int MODEL_GRAPH = 7;

    private static final int MODEL_FUNCTIONS = 25;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_SPARSE_INITIALIZER = 15;
    private static final int FUNCTION_NODE = 7;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int ATTRIBUTE_TENSORS = 10;
    private static final int ATTRIBUTE_GRAPHS = 11;
    private static final int ATTRIBUTE_SPARSE_TENSOR = 22;
    private static final int ATTRIBUTE_SPARSE_TENSORS = 23;
    private static final int TENSOR_EXTERNAL_DATA = 13;

    private final Path file;
    private final Set<String> locations = new TreeSet<>();

    private ExternalData(Path file) {
        this.file = file;
    }

    /** The locations that tensors name, as the model writes them. */
    static Set<String> locations(Path file, ByteBuffer model) {
        ExternalData data = new ExternalData(file);
        ProtobufReader reader = new ProtobufReader(file, model.duplicate());
        while (reader.next()) {
            if (reader.isMessage() && reader.field() == MODEL_GRAPH) {
                data.graph(reader.message(), 0);
            } else if (reader.isMessage() && reader.field() == MODEL_FUNCTIONS) {
                data.nodes(reader.message(), FUNCTION_NODE, 0);
            }
        }
        return data.locations;
    }

    private void graph(ByteBuffer graph, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ProtobufReader(file, graph).invalid("graphs are nested too deep");
        }
        ProtobufReader reader = new ProtobufReader(file, graph.duplicate());
        while (reader.next()) {
            if (reader.isMessage() && reader.field() == GRAPH_INITIALIZER) {
                tensor(reader.message());
            } else if (reader.isMessage() && reader.field() == GRAPH_SPARSE_INITIALIZER) {
                sparseTensor(reader.message());
            }
        }
        nodes(graph, GRAPH_NODE, depth);
    }

    private void nodes(ByteBuffer owner, int field, int depth) {
        ProtobufReader reader = new ProtobufReader(file, owner.duplicate());
        while (reader.next()) {
            if (reader.isMessage() && reader.field() == field) {
                ProtobufReader node = new ProtobufReader(file, reader.message());
                while (node.next()) {
                    if (node.isMessage() && node.field() == NODE_ATTRIBUTE) {
                        attribute(node.message(), depth);
                    }
                }
            }
        }
    }

    private void attribute(ByteBuffer attribute, int depth) {
        ProtobufReader reader = new ProtobufReader(file, attribute);
        while (reader.next()) {
            if (reader.isMessage()) {
                switch (reader.field()) {
                    case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> tensor(reader.message());
                    case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> graph(reader.message(), depth + 1);
                    case ATTRIBUTE_SPARSE_TENSOR, ATTRIBUTE_SPARSE_TENSORS ->
                            sparseTensor(reader.message());
                    default -> {}
                }
            }
        }
    }

    /** Values and indices, both tensors. */
    private void sparseTensor(ByteBuffer sparse) {
        ProtobufReader reader = new ProtobufReader(file, sparse);
        while (reader.next()) {
            if (reader.isMessage() && (reader.field() == 1 || reader.field() == 2)) {
                tensor(reader.message());
            }
        }
    }

    private void tensor(ByteBuffer tensor) {
        ProtobufReader reader = new ProtobufReader(file, tensor);
        while (reader.next()) {
            if (reader.isMessage() && reader.field() == TENSOR_EXTERNAL_DATA) {
                ProtobufReader entry = new ProtobufReader(file, reader.message());
                String key = "";
                String value = "";
                while (entry.next()) {
                    if (entry.isMessage() && entry.field() == 1) {
                        key = text(entry.message());
                    } else if (entry.isMessage() && entry.field() == 2) {
                        value = text(entry.message());
                    }
                }
                if (key.equals("location")) {
                    locations.add(value);
                }
                if (locations.size() > MAX_FILES) {
                    throw reader.invalid("its tensors lie in more than " + MAX_FILES + " files");
                }
            }
        }
    }

    private String text(ByteBuffer bytes) {
        if (bytes.remaining() > MAX_NAME) {
            throw new ProtobufReader(file, bytes)
                    .invalid("a file's name has more than " + MAX_NAME + " bytes");
        }
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
