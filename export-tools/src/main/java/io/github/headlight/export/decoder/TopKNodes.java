package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.List;

/** The keys that each row looks at most: of equal ones the first, as the operator has it. */
final class TopKNodes {
    private final OnnxGraph graph;
    private final Value kept;

    TopKNodes(OnnxGraph graph, int k, MatrixSizes sizes) {
        this.graph = graph;
        // The operator refuses to give more than there are.
        kept =
                graph.node(Operator.MIN, "topk.kept")
                        .inputs(graph.constant("topk.k", k), sizes.totalDim())
                        .output();
    }

    /** {@return values and indices, {@code [batch, heads, sequence, kept]}} */
    List<Value> build(int layer, String prefix, Value probabilities) {
        List<Value> found =
                graph.node(Operator.TOP_K, prefix + "topk")
                        .inputs(probabilities, kept)
                        .set("axis", -1)
                        .set("sorted", 1)
                        .outputs(ModelContract.topKValues(layer), prefix + "topk.indices");
        Value indices =
                graph.node(Operator.CAST, ModelContract.topKIndices(layer))
                        .inputs(found.get(1))
                        .set("to", ElementType.INT32.onnx())
                        .output();
        return List.of(found.get(0), indices);
    }
}
