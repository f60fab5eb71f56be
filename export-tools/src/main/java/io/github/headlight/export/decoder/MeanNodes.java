package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.Arrays;

/** The mean over the heads of a layer, as a matrix product: a fifth of ReduceMean's time. */
final class MeanNodes {
    private final OnnxGraph graph;
    private final Value shares;
    private final Value rows;
    private final Value cells;

    MeanNodes(OnnxGraph graph, int heads, MatrixSizes sizes) {
        this.graph = graph;
        rows = sizes.tokenShape();
        float[] even = new float[heads];
        Arrays.fill(even, 1f / heads);
        shares =
                graph.node(Operator.RESHAPE, "mean.shares")
                        .inputs(
                                graph.constant("mean.share", even),
                                graph.constant("mean.shares.shape", 1, heads))
                        .output();
        // 0 keeps an axis.
        cells = graph.constant("mean.cells", 0, 0, -1);
    }

    /** {@return {@code [batch, sequence, total]}} */
    Value build(int layer, String prefix, Value probabilities) {
        Value flat =
                graph.node(Operator.RESHAPE, prefix + "mean.cells")
                        .inputs(probabilities, cells)
                        .output();
        Value mean =
                graph.node(Operator.MATMUL, prefix + "mean.flat").inputs(shares, flat).output();
        return graph.node(Operator.RESHAPE, ModelContract.mean(layer)).inputs(mean, rows).output();
    }
}
