package io.github.headlight.export.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** The graph of a model made elsewhere: its nodes in an order to run them, and who uses what. */
final class ForeignGraph {
    private static final int MAX_NODES = 200_000;
    private static final int MAX_ENDS = 2_000_000;
    private static final int MAX_VALUES = 1_000_000;

    private static final int NODE = 1;
    static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int VALUE_INFO = 13;
    private static final int SPARSE_INITIALIZER = 15;

    private final WireMessage message;
    private final Map<String, ForeignTensor> initializers = new HashMap<>();
    private final List<ForeignValue> inputs = new ArrayList<>();
    private final List<ForeignValue> outputs = new ArrayList<>();
    private final Set<String> inputNames = new HashSet<>();
    private final Set<String> outputNames = new HashSet<>();
    private final Map<String, ForeignValue> declared = new HashMap<>();
    private final Map<String, ForeignNode> producers = new HashMap<>();
    private final Map<String, List<ForeignNode>> consumers = new HashMap<>();
    private List<ForeignNode> nodes = new ArrayList<>();

    private ForeignGraph(WireMessage message) {
        this.message = message;
    }

    /**
     * Reads a graph.
     *
     * @param message the graph, as it lies in the file
     */
    static ForeignGraph of(WireMessage message) {
        ForeignGraph graph = new ForeignGraph(message);
        graph.readFields();
        graph.connect();
        graph.nodes = graph.inOrder();
        return graph;
    }

    /** {@return the graph, as it lies in the file} */
    WireMessage message() {
        return message;
    }

    /** {@return all nodes, each after those whose outputs it reads} */
    List<ForeignNode> nodes() {
        return nodes;
    }

    /** {@return what must be given to run it; weights that are listed as inputs are left out} */
    List<ForeignValue> inputs() {
        return inputs;
    }

    List<ForeignValue> outputs() {
        return outputs;
    }

    /** {@return the tensors that the graph holds, by name} */
    Map<String, ForeignTensor> initializers() {
        return initializers;
    }

    /** {@return the types that the model declares of its values, by name} */
    Map<String, ForeignValue> declared() {
        return declared;
    }

    /** {@return the node that makes a value, or null} */
    ForeignNode producer(String value) {
        return producers.get(value);
    }

    /** {@return the nodes that read a value} */
    List<ForeignNode> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    boolean isOutput(String value) {
        return outputNames.contains(value);
    }

    /** {@return whether a value of this name is there} */
    boolean has(String value) {
        return producers.containsKey(value)
                || initializers.containsKey(value)
                || inputNames.contains(value);
    }

    private void readFields() {
        int ends = 0;
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(NODE)) {
                ForeignNode node = ForeignNode.of(nodes.size(), reader.message());
                ends += node.inputs().size() + node.outputs().size();
                nodes.add(node);
            } else if (reader.isBytes(INITIALIZER)) {
                ForeignTensor tensor = ForeignTensor.of(reader.message());
                initializers.put(tensor.name(), tensor);
            } else if (reader.isBytes(INPUT)) {
                inputs.add(ForeignValue.of(reader.message()));
            } else if (reader.isBytes(OUTPUT)) {
                outputs.add(ForeignValue.of(reader.message()));
            } else if (reader.isBytes(VALUE_INFO)) {
                ForeignValue value = ForeignValue.of(reader.message());
                declared.put(value.name(), value);
            } else if (reader.isBytes(SPARSE_INITIALIZER)) {
                // Named by its values, the first field.
                WireReader sparse = reader.message().fields();
                if (sparse.next() && sparse.isBytes(1)) {
                    ForeignTensor tensor = ForeignTensor.of(sparse.message());
                    initializers.put(tensor.name(), tensor);
                }
            }
            int values = inputs.size() + outputs.size() + declared.size() + initializers.size();
            if (nodes.size() > MAX_NODES || ends > MAX_ENDS || values > MAX_VALUES) {
                throw message.invalid(
                        reader.start(),
                        "a graph has more than "
                                + MAX_NODES
                                + " nodes, or more values than they could use");
            }
        }
        inputs.removeIf(input -> initializers.containsKey(input.name()));
        inputs.forEach(input -> inputNames.add(input.name()));
        outputs.forEach(output -> outputNames.add(output.name()));
        outputs.forEach(output -> declared.putIfAbsent(output.name(), output));
    }

    private void connect() {
        for (ForeignNode node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && producers.put(output, node) != null) {
                    throw node.message().invalid("two nodes make the value \"" + output + "\"");
                }
            }
        }
        for (ForeignNode node : nodes) {
            for (String input : Set.copyOf(node.inputs())) {
                // One that is left out is no value, however many leave it out.
                if (!input.isEmpty()) {
                    consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
                }
            }
        }
    }

    /** Of nodes that could be next, the first in the file is. */
    private List<ForeignNode> inOrder() {
        int[] waiting = new int[nodes.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (ForeignNode node : nodes) {
            waiting[node.index()] =
                    (int) Set.copyOf(node.inputs()).stream().filter(producers::containsKey).count();
            if (waiting[node.index()] == 0) {
                ready.add(node.index());
            }
        }
        List<ForeignNode> ordered = new ArrayList<>(nodes.size());
        while (!ready.isEmpty()) {
            ForeignNode node = nodes.get(ready.remove());
            ordered.add(node);
            for (String output : node.outputs()) {
                for (ForeignNode consumer : consumers(output)) {
                    if (--waiting[consumer.index()] == 0) {
                        ready.add(consumer.index());
                    }
                }
            }
        }
        if (ordered.size() < nodes.size()) {
            ForeignNode stuck =
                    nodes.stream().filter(node -> waiting[node.index()] > 0).findFirst().get();
            throw stuck.message().invalid("its nodes read each other in a circle: " + stuck);
        }
        return ordered;
    }
}
