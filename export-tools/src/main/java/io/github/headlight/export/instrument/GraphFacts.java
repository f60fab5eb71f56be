package io.github.headlight.export.instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * A graph with what is known of its values.
 *
 * @param graph the graph
 * @param opset the version of the standard's operators
 * @param values types and axes, by name
 * @param inputs what its inputs are for, by name
 * @param origins where its values come from
 */
record GraphFacts(
        ForeignGraph graph,
        long opset,
        Map<String, Facts> values,
        Map<String, InputKind> inputs,
        Origins origins) {

    static GraphFacts of(ForeignGraph graph, long opset) {
        Map<String, InputKind> inputs = new HashMap<>();
        graph.inputs().forEach(input -> inputs.put(input.name(), InputKind.of(input.name())));
        return new GraphFacts(
                graph, opset, ShapeInference.of(graph), inputs, Origins.of(graph, inputs));
    }

    /** {@return what is known of a value} */
    Facts of(String value) {
        return values.getOrDefault(value, Facts.NONE);
    }

    boolean isPast(String value) {
        return inputs.get(value) == InputKind.PAST;
    }
}
