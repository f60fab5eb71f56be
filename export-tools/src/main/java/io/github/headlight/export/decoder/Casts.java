package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.WeightPrecision;

/**
 * Between f32 and the type that a graph computes products, keys and values in. What sums up or
 * decides is f32 in every graph: the residual stream, norms, rotary angles, attention
 * probabilities, logits. Where the type is f32 no node is added.
 *
 * @param graph where to add nodes
 * @param type that products are computed in
 */
record Casts(OnnxGraph graph, ElementType type) {
    static Casts of(OnnxGraph graph, WeightPrecision precision) {
        return new Casts(
                graph,
                switch (precision) {
                    case F32, INT4 -> ElementType.FLOAT;
                    case F16 -> ElementType.FLOAT16;
                    case BF16 -> ElementType.BFLOAT16;
                });
    }

    /** {@return a value in f32} */
    Value widen(Value value, String name) {
        return cast(value, name, ElementType.FLOAT);
    }

    /** {@return a value in the type of products} */
    Value narrow(Value value, String name) {
        return cast(value, name, type);
    }

    private Value cast(Value value, String name, ElementType to) {
        return value.type() == to
                ? value
                : graph.node(Operator.CAST, name).inputs(value).set("to", to.onnx()).output();
    }
}
