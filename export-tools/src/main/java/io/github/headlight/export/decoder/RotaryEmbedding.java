package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

import java.util.List;

/**
 * Rotates heads in plain operators. Element {@code i} of the first half and element {@code i} of
 * the second are one pair: {@code (a, b)} becomes {@code (a·cos − b·sin, b·cos + a·sin)}, computed
 * as {@code (a, b)·(cos, cos) + (b, a)·(−sin, sin)}.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, RoFormer</a>
 */
final class RotaryEmbedding {
    private final OnnxGraph graph;
    private final SequenceInputs sequence;
    private final Value cos;
    private final Value sin;

    RotaryEmbedding(OnnxGraph graph, SequenceInputs sequence) {
        this.graph = graph;
        this.sequence = sequence;
        Value minusSin = graph.node(Operator.NEG, "rope.sin.minus").inputs(sequence.sin()).output();
        Value axis = graph.constant("rope.heads.axis", 1);
        cos = table("rope.cos", sequence.cos(), sequence.cos(), axis);
        sin = table("rope.sin", minusSin, sequence.sin(), axis);
    }

    /**
     * {@return the heads, rotated}
     *
     * @param name of the nodes
     * @param heads {@code [batch, heads, sequence, headSize]}
     */
    Value apply(String name, Value heads) {
        List<Value> halves =
                graph.node(Operator.SPLIT, name + ".halves")
                        .inputs(heads)
                        .set("axis", -1)
                        .set("num_outputs", 2)
                        .outputs(name + ".first", name + ".second");
        Value swapped = join(name + ".swapped", halves.get(1), halves.get(0), -1);
        Value along = multiply(name + ".cos", heads, cos);
        Value across = multiply(name + ".sin", swapped, sin);
        return graph.node(Operator.ADD, name + ".rotated").inputs(along, across).output();
    }

    /** {@code [batch, 1, sequence, headSize]} of two tables {@code [total, headSize / 2]}. */
    private Value table(String name, Value first, Value second, Value axis) {
        Value rows =
                graph.node(Operator.GATHER, name + ".rows")
                        .inputs(join(name + ".both", first, second, 1), sequence.positions())
                        .set("axis", 0)
                        .output();
        return graph.node(Operator.UNSQUEEZE, name + ".tokens").inputs(rows, axis).output();
    }

    private Value join(String name, Value first, Value second, int axis) {
        return graph.node(Operator.CONCAT, name).inputs(first, second).set("axis", axis).output();
    }

    private Value multiply(String name, Value a, Value b) {
        return graph.node(Operator.MUL, name).inputs(a, b).output();
    }
}
