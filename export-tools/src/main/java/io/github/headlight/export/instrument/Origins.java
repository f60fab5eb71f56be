package io.github.headlight.export.instrument;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * From which inputs each value of a graph takes its numbers, and which values are the same in every
 * run. The size of an axis is not a number that an input gives.
 */
final class Origins {
    private final Map<String, Integer> content = new HashMap<>();
    private final Set<String> constants = new HashSet<>();

    private Origins() {}

    static Origins of(ForeignGraph graph, Map<String, InputKind> inputs) {
        Origins origins = new Origins();
        origins.constants.addAll(graph.initializers().keySet());
        inputs.forEach((name, kind) -> origins.content.put(name, kind.bit()));
        for (ForeignNode node : graph.nodes()) {
            origins.visit(node);
        }
        return origins;
    }

    private void visit(ForeignNode node) {
        int bits = 0;
        boolean constant = node.graphs().isEmpty() && !node.op().startsWith("Random");
        for (String input : node.inputs()) {
            if (!input.isEmpty()) {
                bits |= content(input);
                constant &= constants.contains(input);
            }
        }
        if (node.is("Shape") || node.is("Size")) {
            bits = 0;
        }
        for (String output : node.outputs()) {
            if (constant) {
                constants.add(output);
            } else if (bits != 0) {
                content.put(output, bits);
            }
        }
    }

    /** {@return whether a value is the same in every run} */
    boolean isConstant(String value) {
        return constants.contains(value);
    }

    /** {@return the bits of the kinds of inputs that a value is computed from} */
    int content(String value) {
        return content.getOrDefault(value, 0);
    }

    /** {@return whether a value is computed from an input of a kind} */
    boolean comesFrom(String value, InputKind kind) {
        return (content(value) & kind.bit()) != 0;
    }
}
