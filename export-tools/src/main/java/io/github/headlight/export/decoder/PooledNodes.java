package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.List;

/**
 * Sums and maxima of square blocks of cells: first along the keys, where a row is contiguous, then
 * over the rows of what is left.
 */
final class PooledNodes {
    private final OnnxGraph graph;
    private final Value padding;
    private final Value keyBlocks;
    private final Value rowBlocks;
    private final Value lastAxis;
    private final Value rowAxis;

    PooledNodes(OnnxGraph graph, int size, MatrixSizes sizes) {
        this.graph = graph;
        Value block = graph.constant("pooled.size", size);
        Value missingKeys = missing("keys", sizes.totalDim(), block);
        Value missingRows = missing("rows", sizes.sequenceDim(), block);
        // Fewer rows than a block, as a token that is written, are one as they are.
        Value isLarger =
                graph.node(Operator.MIN, "pooled.rows.larger")
                        .inputs(
                                graph.node(Operator.DIV, "pooled.rows.whole")
                                        .inputs(sizes.sequenceDim(), block)
                                        .output(),
                                graph.constant("pooled.one", 1))
                        .output();
        padding =
                graph.node(Operator.CONCAT, "pooled.padding")
                        .inputs(
                                graph.constant("pooled.no_padding", 0, 0, 0, 0, 0, 0),
                                graph.node(Operator.MUL, "pooled.rows.padding")
                                        .inputs(missingRows, isLarger)
                                        .output(),
                                missingKeys)
                        .set("axis", 0)
                        .output();
        // 0 keeps an axis.
        keyBlocks = graph.constant("pooled.keys", 0, 0, 0, -1, size);
        rowBlocks =
                graph.node(Operator.CONCAT, "pooled.rows")
                        .inputs(
                                graph.constant("pooled.kept_axes", 0, 0),
                                blocks("rows", sizes.sequenceDim(), missingRows, block),
                                graph.constant("pooled.rest", -1),
                                blocks("keys", sizes.totalDim(), missingKeys, block))
                        .set("axis", 0)
                        .output();
        lastAxis = graph.constant("pooled.key_axis", -1);
        rowAxis = graph.constant("pooled.row_axis", 3);
    }

    /** What a length lacks to be whole blocks. */
    private Value missing(String what, Value length, Value block) {
        Value minus = graph.node(Operator.NEG, "pooled." + what + ".minus").inputs(length).output();
        return graph.node(Operator.MOD, "pooled." + what + ".missing")
                .inputs(minus, block)
                .output();
    }

    /** How many blocks cover a length. */
    private Value blocks(String what, Value length, Value missing, Value block) {
        Value padded =
                graph.node(Operator.ADD, "pooled." + what + ".padded")
                        .inputs(length, missing)
                        .output();
        return graph.node(Operator.DIV, "pooled." + what + ".blocks")
                .inputs(padded, block)
                .output();
    }

    /** {@return sums and maxima, {@code [batch, heads, query blocks, key blocks]}} */
    List<Value> build(int layer, String prefix, Value probabilities) {
        Value padded =
                graph.node(Operator.PAD, prefix + "pooled.padded")
                        .inputs(probabilities, padding)
                        .output();
        Value cut =
                graph.node(Operator.RESHAPE, prefix + "pooled.cut")
                        .inputs(padded, keyBlocks)
                        .output();
        return List.of(
                pool(Operator.REDUCE_SUM, ModelContract.pooledSum(layer), prefix + "sum", cut),
                pool(Operator.REDUCE_MAX, ModelContract.pooledMax(layer), prefix + "max", cut));
    }

    private Value pool(Operator reduce, String name, String prefix, Value cut) {
        Value keys =
                graph.node(reduce, prefix + ".keys")
                        .inputs(cut, lastAxis)
                        .set("keepdims", 0)
                        .output();
        Value rows =
                graph.node(Operator.RESHAPE, prefix + ".rows").inputs(keys, rowBlocks).output();
        return graph.node(reduce, name).inputs(rows, rowAxis).set("keepdims", 0).output();
    }
}
