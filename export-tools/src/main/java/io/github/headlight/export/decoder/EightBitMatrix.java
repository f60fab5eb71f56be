package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

import java.util.List;

/**
 * A matrix of codes of 8 bits in two halves of 4: a weight is {@code scale · (16 · (high − 8) +
 * low)}. The runtime's own products with 8 bits round the input to 8 bits too, or unpack the whole
 * matrix in every run.
 */
final class EightBitMatrix implements WeightMatrix {
    private final OnnxGraph graph;
    private final String name;
    private final PackedShape shape;
    private final ExternalData high;
    private final ExternalData low;
    private final Value scales;
    private final Value zeroPoints;
    private final Value sixteen;

    /**
     * Adds its scales and zero points.
     *
     * @param parts high halves, low halves, scales, and zero points of the low halves
     */
    EightBitMatrix(OnnxGraph graph, String name, PackedShape shape, List<ExternalData> parts) {
        this.graph = graph;
        this.name = name;
        this.shape = shape;
        high = parts.get(0);
        low = parts.get(1);
        scales = shape.floats(graph, name + ".scales", parts.get(2));
        zeroPoints = shape.zeroPoints(graph, name + ".low.zeros", parts.get(3));
        sixteen = graph.constant(name + ".sixteen", 16f);
    }

    @Override
    public OnnxGraph graph() {
        return graph;
    }

    @Override
    public Value multiply(String node, Value x) {
        Value larger = graph.node(Operator.MUL, node + ".input").inputs(x, sixteen).output();
        Value highCodes = shape.codes(graph, name + ".high.codes", high);
        Value lowCodes = shape.codes(graph, name + ".low.codes", low);
        Value fromHigh = shape.multiply(graph, node + ".high", larger, highCodes, scales);
        Value fromLow = shape.multiply(graph, node + ".low", x, lowCodes, scales, zeroPoints);
        return graph.node(Operator.ADD, node).inputs(fromHigh, fromLow).output();
    }

    @Override
    public Value rows(String node, Value indices) {
        Value highTable = shape.table(graph, name + ".high.table", high);
        Value lowTable = shape.table(graph, name + ".low.table", low);
        Value fromHigh = shape.rows(graph, node + ".high", highTable, indices, scales);
        Value larger =
                graph.node(Operator.MUL, node + ".larger").inputs(fromHigh, sixteen).output();
        Value fromLow = shape.rows(graph, node + ".low", lowTable, indices, scales, zeroPoints);
        return graph.node(Operator.ADD, node).inputs(larger, fromLow).output();
    }
}
