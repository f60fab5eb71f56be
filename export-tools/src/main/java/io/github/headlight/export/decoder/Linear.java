package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
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
        WeightMatrix weight = weights.layer(name + ".weight", out, in);
        return bias
                ? weight.multiply(name, x, weights.computed(name + ".bias", out))
                : weight.multiply(name, x);
    }
}
