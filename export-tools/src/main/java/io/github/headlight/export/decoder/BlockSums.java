package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.export.weights.WeightForm;

import java.util.HashMap;
import java.util.Map;

/** Sums of inputs over the blocks of weights they meet, once for all layers with one input. */
final class BlockSums {
    private final OnnxGraph graph;
    private final Map<String, Value> sums = new HashMap<>();
    private final Map<Integer, Value> shapes = new HashMap<>();
    private Value axis;

    BlockSums(OnnxGraph graph) {
        this.graph = graph;
    }

    /** {@code [tokens, blocks]} of {@code [tokens, blocks · 32]}. */
    Value of(Value x, int blocks) {
        return sums.computeIfAbsent(x.name(), unused -> sum(x, blocks));
    }

    /** The shape {@code [-1, blocks, 32]}. */
    Value shape(int blocks) {
        return shapes.computeIfAbsent(
                blocks, count -> graph.constant("blocks." + count, -1, count, WeightForm.BLOCK));
    }

    private Value sum(Value x, int blocks) {
        if (axis == null) {
            axis = graph.constant("blocks.axis", 2);
        }
        Value split =
                graph.node(Operator.RESHAPE, x.name() + ".blocks")
                        .inputs(x, shape(blocks))
                        .output();
        return graph.node(Operator.REDUCE_SUM, x.name() + ".sums")
                .inputs(split, axis)
                .set("keepdims", 0)
                .shape(Shape.of(Dim.of("tokens"), Dim.of(blocks)))
                .output();
    }
}
