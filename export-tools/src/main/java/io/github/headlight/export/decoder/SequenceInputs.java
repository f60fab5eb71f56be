package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/**
 * What all layers share and what depends on the sequence only: lengths, and the rotary tables. The
 * tables are computed when the model runs, in the f32 arithmetic of transformers and then rounded
 * to the type that heads are rotated in, so the file stays small and sets no limit on length.
 */
final class SequenceInputs {
    private final OnnxGraph graph;
    private final Casts casts;
    private final Value mask;
    private final Value positions;
    private final Value batchSize;
    private final Value sequenceDim;
    private final Value totalDim;
    private final Value tokenShape;
    private final Value lastIndices;
    private final Value totalLength;
    private final Value keyIndices;
    private final Value cos;
    private final Value sin;

    /**
     * Adds them.
     *
     * @param graph where to
     * @param tokens the inputs of the model
     * @param config its rotary embedding
     * @param form of attention; some lengths are for the fused operator only
     * @param casts to the type of the tables
     */
    SequenceInputs(
            OnnxGraph graph, Tokens tokens, ModelConfig config, AttentionForm form, Casts casts) {
        this.graph = graph;
        this.casts = casts;
        boolean fused = form != AttentionForm.EXPLICIT;
        Value ids = tokens.ids();
        mask = tokens.mask();
        positions = tokens.positions();
        batchSize = dims("batch", ids, 0, 1);
        sequenceDim = dims("sequence", ids, 1, 2);
        totalDim = dims("total.dim", mask, 1, 2);
        tokenShape =
                graph.node(Operator.CONCAT, "tokens.shape")
                        .inputs(dims("tokens", ids, 0, 2), graph.constant("tokens.width", -1))
                        .set("axis", 0)
                        .output();
        lastIndices = fused ? indicesOfLast() : null;
        Value zero = graph.scalar("zero", 0);
        Value one = graph.scalar("one", 1);
        Value total =
                graph.node(Operator.GATHER, "total").inputs(totalDim, zero).set("axis", 0).output();
        totalLength = fused ? cast("total.int32", total, ElementType.INT32) : null;
        keyIndices = graph.node(Operator.RANGE, "rope.positions").inputs(zero, total, one).output();
        Value column =
                graph.node(Operator.UNSQUEEZE, "rope.column")
                        .inputs(
                                cast("rope.positions.f32", keyIndices, ElementType.FLOAT),
                                graph.constant("rope.axis", 1))
                        .output();
        Rope rope = config.rope();
        Value angles =
                graph.node(Operator.MUL, "rope.angles")
                        .inputs(
                                column,
                                graph.constant(
                                        "rope.frequencies",
                                        rope.inverseFrequencies(config.headSize())))
                        .output();
        cos = table("rope.cos", Operator.COS, angles, rope.attentionFactor());
        sin = table("rope.sin", Operator.SIN, angles, rope.attentionFactor());
    }

    /**
     * The inputs that say what the sequences are.
     *
     * @param ids {@code input_ids}
     * @param mask {@code attention_mask}
     * @param positions {@code position_ids}
     */
    record Tokens(Value ids, Value mask, Value positions) {}

    /** {@return {@code attention_mask}} */
    Value mask() {
        return mask;
    }

    /** {@return {@code position_ids}} */
    Value positions() {
        return positions;
    }

    /** {@return {@code [1]}: the number of sequences} */
    Value batchSize() {
        return batchSize;
    }

    /** {@return the sizes of attention matrices} */
    MatrixSizes matrixSizes() {
        return new MatrixSizes(
                Dim.of("batch"),
                Dim.of("sequence"),
                Dim.of("total"),
                sequenceDim,
                totalDim,
                tokenShape);
    }

    /** {@return the shape {@code [batch, sequence, -1]}} */
    Value tokenShape() {
        return tokenShape;
    }

    /**
     * {@return {@code [batch]} int32: the index of each sequence's last token, past included; with
     * fused attention only}
     */
    Value lastIndices() {
        return lastIndices;
    }

    /**
     * {@return int32 without axes: past and new tokens, padding included; with fused attention
     * only}
     */
    Value totalLength() {
        return totalLength;
    }

    /** {@return {@code [total]} int64: 0, 1, …, the index of each key} */
    Value keyIndices() {
        return keyIndices;
    }

    /** {@return {@code [total, headSize / 2]}} */
    Value cos() {
        return cos;
    }

    /** {@return {@code [total, headSize / 2]}} */
    Value sin() {
        return sin;
    }

    /** Summed up as floats, exact to 2²⁴ tokens: CUDA adds whole numbers by way of cuDNN only. */
    private Value indicesOfLast() {
        Value lengths =
                graph.node(Operator.REDUCE_SUM, "lengths")
                        .inputs(
                                cast("mask.f32", mask, ElementType.FLOAT),
                                graph.constant("lengths.axis", 1))
                        .set("keepdims", 0)
                        .output();
        Value last =
                graph.node(Operator.SUB, "lengths.last")
                        .inputs(lengths, graph.constant("lengths.one", 1f))
                        .output();
        return cast("lengths.last.int32", last, ElementType.INT32);
    }

    private Value table(String name, Operator function, Value angles, float factor) {
        if (factor == 1) {
            Value table = graph.node(function, name).inputs(angles).output();
            return casts.narrow(table, name + ".narrow");
        }
        Value plain = graph.node(function, name + ".plain").inputs(angles).output();
        Value table =
                graph.node(Operator.MUL, name)
                        .inputs(plain, graph.constant(name + ".factor", factor))
                        .output();
        return casts.narrow(table, name + ".narrow");
    }

    private Value dims(String name, Value of, int start, int end) {
        return graph.node(Operator.SHAPE, name)
                .inputs(of)
                .set("start", start)
                .set("end", end)
                .output();
    }

    private Value cast(String name, Value value, ElementType type) {
        return graph.node(Operator.CAST, name).inputs(value).set("to", type.onnx()).output();
    }
}
