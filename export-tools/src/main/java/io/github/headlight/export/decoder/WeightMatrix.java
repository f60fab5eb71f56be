package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/** A matrix of weights, {@code [out, in]}, however it is held. */
interface WeightMatrix {
    /** {@return the graph it belongs to} */
    OnnxGraph graph();

    /**
     * {@return {@code x Wᵀ}, in the type of x}
     *
     * @param name of the last node
     * @param x {@code [tokens, in]}
     */
    Value multiply(String name, Value x);

    /**
     * {@return {@code x Wᵀ + b}, in the type of x}
     *
     * @param name of the last node
     * @param x {@code [tokens, in]}
     * @param bias {@code [out]}
     */
    default Value multiply(String name, Value x, Value bias) {
        Value product = multiply(name + ".product", x);
        return graph().node(Operator.ADD, name).inputs(product, bias).output();
    }

    /**
     * {@return the rows of indices, in f32, with axes that end in {@code in}}
     *
     * @param name of the last node
     * @param indices any shape
     */
    Value rows(String name, Value indices);
}
