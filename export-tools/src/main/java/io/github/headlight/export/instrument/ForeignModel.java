package io.github.headlight.export.instrument;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.ModelFile;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model made elsewhere, read as far as attention is looked for in it.
 *
 * @param file the file
 * @param opsets the version of each domain, the standard's under the empty name
 * @param functions domain and name of operators that the model defines itself
 * @param graph its graph
 * @param graphField where the graph lies in the file, its tag included
 */
record ForeignModel(
        ModelFile file,
        Map<String, Long> opsets,
        Set<String> functions,
        ForeignGraph graph,
        Span graphField) {
    private static final int MAX_LISTED = 10_000;
    private static final int GRAPH = 7;
    private static final int OPSET = 8;
    private static final int FUNCTION = 25;

    /**
     * Part of a file.
     *
     * @param start its first byte
     * @param end the byte after its last
     */
    record Span(int start, int end) {}

    /**
     * Reads a model.
     *
     * @param path the file
     * @throws InvalidFileException if it cannot be read, is no ONNX model, or is damaged
     */
    static ForeignModel read(Path path) {
        ModelFile file = ModelFile.read(path);
        WireMessage model = new WireMessage(path, file.bytes(), 0);
        Map<String, Long> opsets = new HashMap<>();
        Set<String> functions = new HashSet<>();
        WireMessage graph = null;
        Span graphField = null;
        WireReader reader = model.fields();
        while (reader.next()) {
            if (reader.isBytes(GRAPH)) {
                if (graph != null) {
                    throw model.invalid(reader.start(), "expected one graph, found another");
                }
                graph = reader.message();
                graphField = new Span(reader.start(), reader.end());
            } else if (reader.isBytes(OPSET)) {
                addOpset(reader.message(), opsets);
            } else if (reader.isBytes(FUNCTION)) {
                functions.add(function(reader.message()));
            }
            if (opsets.size() > MAX_LISTED || functions.size() > MAX_LISTED) {
                throw model.invalid(reader.start(), "more than " + MAX_LISTED + " entries");
            }
        }
        if (graph == null) {
            throw model.invalid("it holds no graph");
        }
        return new ForeignModel(file, opsets, functions, ForeignGraph.of(graph), graphField);
    }

    /** {@return the version of the standard's operators} */
    long opset() {
        return opsets.getOrDefault("", 1L);
    }

    private static void addOpset(WireMessage message, Map<String, Long> opsets) {
        String domain = "";
        long version = 0;
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(1)) {
                domain = reader.text();
            } else if (reader.isNumber(2)) {
                version = reader.number();
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    private static String function(WireMessage message) {
        String name = "";
        String domain = "";
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(1)) {
                name = reader.text();
            } else if (reader.isBytes(10)) {
                domain = reader.text();
            }
        }
        return domain + "." + name;
    }
}
