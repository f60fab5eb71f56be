package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/**
 * A matrix of floats.
 *
 * @param graph where it is
 * @param weights where it comes from
 * @param name of the tensor
 * @param out rows
 * @param in weights of a row
 * @param multiplied whether it is multiplied with, so that rows are picked from the matrix that is
 *     there already
 */
record PlainMatrix(
        OnnxGraph graph, Weights weights, String name, int out, int in, boolean multiplied)
        implements WeightMatrix {
    @Override
    public Value multiply(String node, Value x) {
        return product(node, x, weights.computed(name, out, in));
    }

    @Override
    public Value multiply(String node, Value x, Value bias) {
        return product(node, x, weights.computed(name, out, in), bias);
    }

    private Value product(String node, Value... inputs) {
        return graph.node(Operator.GEMM, node).inputs(inputs).set("transB", 1).output();
    }

    @Override
    public Value rows(String node, Value indices) {
        Value table = weights.table(name, out, in, multiplied);
        Value rows =
                graph.node(Operator.GATHER, node).inputs(table, indices).set("axis", 0).output();
        return weights.widen(rows, node + ".f32");
    }
}
