package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

import java.util.List;

/**
 * A matrix of codes of 4 bits with scales, and perhaps offsets: a weight is {@code scale · (code −
 * 8) + offset}.
 *
 * <p>The runtime can take offsets as zero points in floats, but then unpacks the whole matrix in
 * every run. So they are multiplied by themselves: the same for all 32 weights of a block, they
 * meet the sum of the block's inputs, which makes a product of a 32nd of the size.
 */
final class FourBitMatrix implements WeightMatrix {
    private final OnnxGraph graph;
    private final BlockSums sums;
    private final String name;
    private final PackedShape shape;
    private final ExternalData codes;
    private final Value scales;
    private final Value offsets;

    /**
     * Adds its scales and offsets.
     *
     * @param parts codes, scales and perhaps offsets
     */
    FourBitMatrix(
            OnnxGraph graph,
            BlockSums sums,
            String name,
            PackedShape shape,
            List<ExternalData> parts) {
        this.graph = graph;
        this.sums = sums;
        this.name = name;
        this.shape = shape;
        codes = parts.get(0);
        scales = shape.floats(graph, name + ".scales", parts.get(1));
        offsets = parts.size() > 2 ? shape.floats(graph, name + ".offsets", parts.get(2)) : null;
    }

    @Override
    public OnnxGraph graph() {
        return graph;
    }

    @Override
    public Value multiply(String node, Value x) {
        Value operand = shape.codes(graph, name + ".codes", codes);
        if (offsets == null) {
            return shape.multiply(graph, node, x, operand, scales);
        }
        Value centred = shape.multiply(graph, node + ".centred", x, operand, scales);
        return graph.node(Operator.GEMM, node)
                .inputs(sums.of(x, shape.blocks()), offsets, centred)
                .set("transB", 1)
                .output();
    }

    @Override
    public Value rows(String node, Value indices) {
        Value table = shape.table(graph, name + ".table", codes);
        if (offsets == null) {
            return shape.rows(graph, node, table, indices, scales);
        }
        Value centred = shape.rows(graph, node + ".centred", table, indices, scales);
        Value blocks =
                graph.node(Operator.RESHAPE, node + ".blocks")
                        .inputs(centred, sums.shape(shape.blocks()))
                        .output();
        Value picked =
                graph.node(Operator.GATHER, node + ".offsets")
                        .inputs(offsets, indices)
                        .set("axis", 0)
                        .output();
        Value spread =
                graph.node(Operator.RESHAPE, node + ".offsets.blocks")
                        .inputs(
                                picked,
                                graph.constant(node + ".offsets.shape", -1, shape.blocks(), 1))
                        .output();
        Value added = graph.node(Operator.ADD, node + ".added").inputs(blocks, spread).output();
        return graph.node(Operator.RESHAPE, node)
                .inputs(added, graph.constant(node + ".shape", -1, shape.in()))
                .output();
    }
}
