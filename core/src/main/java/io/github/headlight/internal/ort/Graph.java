package io.github.headlight.internal.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import io.github.headlight.model.GraphNames;
import io.github.headlight.model.ModelContract;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The inputs and outputs of a loaded graph, by their roles: the names that {@link ModelContract}
 * has for them.
 */
final class Graph {
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;
    private final GraphNames names;

    Graph(OrtSession session, GraphNames names) throws OrtException {
        this.inputs = session.getInputInfo();
        this.outputs = session.getOutputInfo();
        this.names = names;
    }

    /** The graph's name of an input. */
    String inputName(String role) {
        return names.input(role);
    }

    /** The graph's name of an output. */
    String outputName(String role) {
        return names.output(role);
    }

    /** The tensor that an input is, if the graph has it. */
    Optional<TensorInfo> input(String role) {
        return tensor(inputs, names.input(role));
    }

    /** The tensor that an output is, if the graph has it. */
    Optional<TensorInfo> output(String role) {
        return tensor(outputs, names.output(role));
    }

    private static Optional<TensorInfo> tensor(Map<String, NodeInfo> nodes, String name) {
        NodeInfo node = nodes.get(name);
        return node != null && node.getInfo() instanceof TensorInfo info
                ? Optional.of(info)
                : Optional.empty();
    }

    /** An input that has none of some roles, if there is one. */
    Optional<String> inputBeside(Collection<String> roles) {
        Set<String> known = Set.copyOf(roles.stream().map(names::input).toList());
        return inputs.keySet().stream().filter(name -> !known.contains(name)).sorted().findFirst();
    }

    /** Whether keys and values of earlier tokens go in. */
    boolean hasCache() {
        return input(ModelContract.pastKey(0)).isPresent();
    }

    /** Whether logits come out. */
    boolean hasLogits() {
        return output(ModelContract.LOGITS).isPresent();
    }
}
