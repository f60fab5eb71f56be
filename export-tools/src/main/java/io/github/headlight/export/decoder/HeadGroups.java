package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/**
 * Query heads that share a KV head lie one after the other, so that their rows can be seen as rows
 * of one larger head: keys and values need not be repeated. Both ways are reshapes, which move
 * nothing.
 */
final class HeadGroups {
    private final OnnxGraph graph;
    private final Value joined;
    private final Value split;

    HeadGroups(OnnxGraph graph, ModelConfig config) {
        this.graph = graph;
        // 0 keeps an axis.
        joined = graph.constant("attention.groups.joined", 0, config.kvHeads(), -1, 0);
        split = graph.constant("attention.groups.split", 0, config.heads(), -1, 0);
    }

    /** {@code [batch, heads, sequence, n]} as {@code [batch, kvHeads, group · sequence, n]}. */
    Value join(String name, Value value) {
        return graph.node(Operator.RESHAPE, name).inputs(value, joined).output();
    }

    /** {@code [batch, kvHeads, group · sequence, n]} as {@code [batch, heads, sequence, n]}. */
    Value split(String name, Value value) {
        return graph.node(Operator.RESHAPE, name).inputs(value, split).output();
    }
}
