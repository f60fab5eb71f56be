package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

/**
 * What statistics are made of: the entropy of each row, sums of each row with weights that the
 * caller gives, and what each key receives.
 */
final class StatsNodes {
    /** How many weights a cell has; the caller decides. */
    static final Dim WEIGHTS = Dim.of("weights");

    /** Makes the logarithm of 0 finite, and is nothing beside any probability that counts. */
    private static final float TINY = 1e-30f;

    private final OnnxGraph graph;
    private final Value weights;
    private final Value tiny;
    private final Value keyAxis;
    private final Value queryAxis;

    StatsNodes(OnnxGraph graph, MatrixSizes sizes) {
        this.graph = graph;
        weights =
                graph.input(
                        ModelContract.ROW_WEIGHTS,
                        ElementType.FLOAT,
                        Shape.of(sizes.batch(), sizes.sequence(), sizes.total(), WEIGHTS));
        tiny = graph.constant("stats.tiny", TINY);
        keyAxis = graph.constant("stats.key_axis", -1);
        queryAxis = graph.constant("stats.query_axis", 2);
    }

    /**
     * What comes out.
     *
     * @param entropy {@code [batch, heads, sequence]}, in nats
     * @param weighted {@code [batch, sequence, heads, weights]}
     * @param received {@code [batch, heads, total]}
     */
    record Result(Value entropy, Value weighted, Value received) {}

    Result build(int layer, String prefix, Value probabilities) {
        return new Result(
                entropy(ModelContract.entropy(layer), prefix + "entropy", probabilities),
                weighted(ModelContract.weighted(layer), prefix + "weighted", probabilities),
                graph.node(Operator.REDUCE_SUM, ModelContract.received(layer))
                        .inputs(probabilities, queryAxis)
                        .set("keepdims", 0)
                        .output());
    }

    private Value entropy(String name, String prefix, Value probabilities) {
        Value positive =
                graph.node(Operator.MAX, prefix + ".positive").inputs(probabilities, tiny).output();
        Value logarithm = graph.node(Operator.LOG, prefix + ".logarithm").inputs(positive).output();
        Value terms =
                graph.node(Operator.MUL, prefix + ".terms")
                        .inputs(probabilities, logarithm)
                        .output();
        Value sum =
                graph.node(Operator.REDUCE_SUM, prefix + ".sum")
                        .inputs(terms, keyAxis)
                        .set("keepdims", 0)
                        .output();
        return graph.node(Operator.NEG, name).inputs(sum).output();
    }

    /** All heads of a query share its weights, so that queries become the batch of a product. */
    private Value weighted(String name, String prefix, Value probabilities) {
        Value byQuery =
                graph.node(Operator.TRANSPOSE, prefix + ".queries")
                        .inputs(probabilities)
                        .setList("perm", 0, 2, 1, 3)
                        .output();
        return graph.node(Operator.MATMUL, name).inputs(byQuery, weights).output();
    }
}
