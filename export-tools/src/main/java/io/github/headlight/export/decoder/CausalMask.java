package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/** What is added to scores so that no token sees a later one or padding. */
final class CausalMask {
    /**
     * Next to it every score vanishes, so that its exponential is exactly 0; and it is finite, so
     * that a row of padding only, where it is the largest there is, becomes even and not NaN.
     */
    private static final float HIDDEN = -Float.MAX_VALUE;

    private CausalMask() {}

    /**
     * {@return {@code [batch, 1, sequence, total]}: 0 where a key is seen, else {@link #HIDDEN}}
     */
    static Value build(OnnxGraph graph, SequenceInputs sequence) {
        Value length =
                graph.node(Operator.SHAPE, "mask.sequence")
                        .inputs(sequence.positions())
                        .set("start", 1)
                        .set("end", 2)
                        .output();
        // The queries are the last of the tokens: past, past + 1, …
        Value queries =
                graph.node(Operator.SLICE, "mask.queries")
                        .inputs(
                                sequence.keyIndices(),
                                graph.node(Operator.NEG, "mask.start").inputs(length).output(),
                                graph.constant("mask.end", Long.MAX_VALUE),
                                graph.constant("mask.axis", 0))
                        .output();
        Value column =
                graph.node(Operator.UNSQUEEZE, "mask.column")
                        .inputs(queries, graph.constant("mask.column.axis", 1))
                        .output();
        Value later =
                graph.node(Operator.GREATER, "mask.later")
                        .inputs(sequence.keyIndices(), column)
                        .output();
        Value padding =
                graph.node(Operator.EQUAL, "mask.padding")
                        .inputs(sequence.mask(), graph.constant("mask.no_token", 0))
                        .output();
        Value paddedKeys =
                graph.node(Operator.UNSQUEEZE, "mask.padding.keys")
                        .inputs(padding, graph.constant("mask.padding.axes", 1, 2))
                        .output();
        return graph.node(Operator.WHERE, "mask")
                .inputs(
                        graph.node(Operator.OR, "mask.hidden").inputs(later, paddedKeys).output(),
                        graph.constant("mask.hidden.value", HIDDEN),
                        graph.constant("mask.seen.value", 0f))
                .output();
    }
}
