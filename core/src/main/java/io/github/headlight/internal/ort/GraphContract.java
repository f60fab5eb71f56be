package io.github.headlight.internal.ort;

import ai.onnxruntime.TensorInfo;

import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a graph has the inputs and outputs that its metadata promises, and none that nothing is
 * known of. A graph that was made elsewhere may lack the cache and the logits.
 *
 * @param graph what was loaded
 * @param spec what it is to be
 * @param captures outputs with the axes they must have, −1 for any
 */
record GraphContract(Graph graph, ModelSpec spec, Map<String, long[]> captures) {
    /** What does not agree, if anything. */
    Optional<String> problem() {
        Optional<String> problem =
                graph.input(ModelContract.INPUT_IDS).isPresent()
                        ? Optional.empty()
                        : missing(graph.inputName(ModelContract.INPUT_IDS));
        if (graph.hasLogits()) {
            problem = problem.or(this::logits);
        }
        for (Map.Entry<String, long[]> capture : captures.entrySet()) {
            problem = problem.or(() -> output(capture.getKey(), capture.getValue()));
        }
        problem = problem.or(this::moreLayers).or(this::unknownInput);
        if (graph.hasCache()) {
            for (int layer = 0; layer < spec.layers() && problem.isEmpty(); layer++) {
                problem = layer(layer);
            }
        }
        return problem;
    }

    private Optional<String> moreLayers() {
        return graph.output(ModelContract.presentKey(spec.layers())).isPresent()
                ? Optional.of("the metadata says " + spec.layers() + " layers, the graph has more")
                : Optional.empty();
    }

    private Optional<String> logits() {
        return spec.vocabularySize() == 0
                ? Optional.of("the graph has logits, but the metadata know no vocabulary")
                : output(ModelContract.LOGITS, -1, -1, spec.vocabularySize());
    }

    private Optional<String> unknownInput() {
        List<String> roles = new ArrayList<>(GraphInputs.ROLES);
        roles.add(ModelContract.ROW_WEIGHTS);
        for (int layer = 0; layer < spec.layers(); layer++) {
            roles.add(ModelContract.pastKey(layer));
            roles.add(ModelContract.pastValue(layer));
        }
        return graph.inputBeside(roles)
                .map(name -> "the graph has an input " + name + ", of which nothing is known");
    }

    private Optional<String> layer(int layer) {
        return past(ModelContract.pastKey(layer))
                .or(() -> past(ModelContract.pastValue(layer)))
                .or(() -> output(ModelContract.presentKey(layer), cache()))
                .or(() -> output(ModelContract.presentValue(layer), cache()));
    }

    private Optional<String> past(String role) {
        Optional<TensorInfo> found = graph.input(role);
        if (found.isPresent() && FloatType.of(found.get()).isEmpty()) {
            return Optional.of(
                    "tensor "
                            + graph.inputName(role)
                            + ": expected f32, f16 or bf16, found "
                            + found.get().type);
        }
        return check(graph.inputName(role), found, cache());
    }

    private long[] cache() {
        return new long[] {-1, spec.kvHeads(), -1, spec.headSize()};
    }

    private Optional<String> output(String role, long... axes) {
        return check(graph.outputName(role), graph.output(role), axes);
    }

    private static Optional<String> missing(String name) {
        return Optional.of("the graph has no tensor " + name);
    }

    /** Compares the axes that have a number on both sides; −1 is any. */
    private static Optional<String> check(String name, Optional<TensorInfo> info, long... axes) {
        if (info.isEmpty()) {
            return missing(name);
        }
        long[] found = info.get().getShape();
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
