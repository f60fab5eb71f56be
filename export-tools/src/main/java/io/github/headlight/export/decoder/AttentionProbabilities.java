package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/**
 * Attention probabilities in plain operators: {@code softmax(Q·Kᵀ / √headSize + mask)}, in f32.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. 2017, section 3.2.1</a>
 */
final class AttentionProbabilities {
    private final OnnxGraph graph;
    private final HeadGroups groups;
    private final Value mask;
    private final float scale;

    AttentionProbabilities(OnnxGraph graph, HeadGroups groups, Value mask, int headSize) {
        this.graph = graph;
        this.groups = groups;
        this.mask = mask;
        scale = (float) (1 / Math.sqrt(headSize));
    }

    /**
     * {@return the probabilities {@code [batch, heads, sequence, total]}, 0 where masked}
     *
     * @param name of the result
     * @param scores prefix of the names of what comes before it
     * @param query {@code [batch, heads, sequence, headSize]}, rotated
     * @param keys {@code [batch, kvHeads, total, headSize]}, rotated
     */
    Value build(String name, String scores, Value query, Value keys) {
        Value grouped = scores(scores + ".grouped", groups.join(scores + ".query", query), keys);
        return softmax(name, scores, groups.split(scores + ".heads", grouped));
    }

    /**
     * {@return the probabilities {@code [batch, n, sequence, total]} of n heads, each with keys of
     * its own}
     *
     * @param name of the result
     * @param scores prefix of the names of what comes before it
     * @param query {@code [batch, n, sequence, headSize]}, rotated
     * @param keys {@code [batch, n, total, headSize]}, rotated
     */
    Value ofPairs(String name, String scores, Value query, Value keys) {
        return softmax(name, scores, scores(scores + ".heads", query, keys));
    }

    private Value scores(String name, Value query, Value keys) {
        return graph.node(Operator.FUSED_MATMUL, name)
                .inputs(query, keys)
                .set("transB", 1)
                .set("alpha", scale)
                .output();
    }

    private Value softmax(String name, String scores, Value unmasked) {
        Value masked = graph.node(Operator.ADD, scores + ".masked").inputs(unmasked, mask).output();
        return graph.node(Operator.SOFTMAX, name).inputs(masked).set("axis", -1).output();
    }
}
