package io.github.headlight.internal.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.util.Map;
import java.util.Optional;

/** Whether a graph has the inputs and outputs that its metadata promises. */
final class GraphContract {
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;
    private final ModelSpec spec;
    private final Map<String, long[]> captures;

    /** Captures are outputs with the axes they must have, −1 for any. */
    GraphContract(OrtSession session, ModelSpec spec, Map<String, long[]> captures)
            throws OrtException {
        this.inputs = session.getInputInfo();
        this.outputs = session.getOutputInfo();
        this.spec = spec;
        this.captures = captures;
    }

    /** What does not agree, if anything. */
    Optional<String> problem() {
        Optional<String> problem =
                check(outputs, ModelContract.LOGITS, -1, -1, spec.vocabularySize());
        for (Map.Entry<String, long[]> capture : captures.entrySet()) {
            problem = problem.or(() -> check(outputs, capture.getKey(), capture.getValue()));
        }
        for (int layer = 0; layer < spec.layers() && problem.isEmpty(); layer++) {
            problem = layer(layer);
        }
        if (problem.isEmpty() && outputs.containsKey(ModelContract.presentKey(spec.layers()))) {
            return Optional.of(
                    "the metadata says " + spec.layers() + " layers, the graph has more");
        }
        return problem;
    }

    private Optional<String> layer(int layer) {
        return cache(inputs, ModelContract.pastKey(layer))
                .or(() -> cache(inputs, ModelContract.pastValue(layer)))
                .or(() -> cache(outputs, ModelContract.presentKey(layer)))
                .or(() -> cache(outputs, ModelContract.presentValue(layer)));
    }

    private Optional<String> cache(Map<String, NodeInfo> nodes, String name) {
        return check(nodes, name, -1, spec.kvHeads(), -1, spec.headSize());
    }

    /** Compares the axes that have a number on both sides; −1 is any. */
    private static Optional<String> check(Map<String, NodeInfo> nodes, String name, long... axes) {
        NodeInfo node = nodes.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
            return Optional.of("the graph has no tensor " + name);
        }
        long[] found = info.getShape();
        boolean fits = found.length == axes.length;
        for (int i = 0; fits && i < axes.length; i++) {
            fits = axes[i] < 0 || found[i] < 0 || axes[i] == found[i];
        }
        return fits
                ? Optional.empty()
                : Optional.of(
                        "tensor "
                                + name
                                + ": the metadata says "
                                + describe(axes)
                                + ", the graph "
                                + describe(found));
    }

    private static String describe(long[] axes) {
        StringBuilder text = new StringBuilder("[");
        for (long axis : axes) {
            text.append(text.length() > 1 ? ", " : "").append(axis < 0 ? "?" : Long.toString(axis));
        }
        return text.append(']').toString();
    }
}
