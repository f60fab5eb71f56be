package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/** Linear layers, as checkpoints have them: {@code x Wᵀ + b}. */
record Linear(OnnxGraph graph, Weights weights) {
    /**
     * {@return the layer applied to {@code [tokens, in]}}
     *
     * @param name of the layer; its weight and bias are beneath
     * @param x the input
     * @param out width of the output
     * @param in width of the input
     * @param bias whether there is a bias
     */
    Value apply(String name, Value x, int out, int in, boolean bias) {
        Value weight = weights.f32(name + ".weight", out, in);
        Value[] inputs =
                bias
                        ? new Value[] {x, weight, weights.f32(name + ".bias", out)}
                        : new Value[] {x, weight};
        return graph.node(Operator.GEMM, name).inputs(inputs).set("transB", 1).output();
    }
}
