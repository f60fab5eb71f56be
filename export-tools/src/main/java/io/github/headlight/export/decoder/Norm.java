package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;

/**
 * Root mean square norm over the last axis.
 *
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich 2019</a>
 */
final class Norm {
    private Norm() {}

    static Value apply(
            OnnxGraph graph, ModelConfig config, Value x, Value scale, String weightName) {
        return graph.node(Operator.SIMPLIFIED_LAYER_NORMALIZATION, weightName + ".normed")
                .inputs(x, scale)
                .set("axis", -1)
                .set("epsilon", (float) config.normEpsilon())
                .set("stash_type", 1)
                .output();
    }
}
