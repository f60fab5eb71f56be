package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.List;
import java.util.Optional;

/**
 * Attention in one operator of the runtime, which also rotates, keeps the cache, and on the CPU
 * gives its probabilities.
 */
record FusedAttention(OnnxGraph graph, ModelConfig config, SequenceInputs sequence)
        implements AttentionKernel {
    /** The operator's code for "probabilities after softmax". */
    private static final int AFTER_SOFTMAX = 2;

    @Override
    public Result build(int layer, String prefix, Inputs inputs, Optional<WantedHeads> wanted) {
        Optional<String> capture = wanted.map(WantedHeads::name);
        List<Value> outputs =
                graph.node(Operator.GROUP_QUERY_ATTENTION, prefix + "attention")
                        .inputs(
                                inputs.query(),
                                inputs.key(),
                                inputs.value(),
                                inputs.pastKey(),
                                inputs.pastValue(),
                                sequence.lastIndices(),
                                sequence.totalLength(),
                                sequence.cos(),
                                sequence.sin(),
                                sequence.positions())
                        .set("num_heads", config.heads())
                        .set("kv_num_heads", config.kvHeads())
                        .set("do_rotary", 1)
                        .set("rotary_interleaved", 0)
                        .set("scale", (float) (1 / Math.sqrt(config.headSize())))
                        .set("qk_output", capture.isPresent() ? AFTER_SOFTMAX : 0)
                        .outputs(outputNames(layer, prefix + "context", capture));
        return new Result(
                outputs.get(0),
                outputs.get(1),
                outputs.get(2),
                capture.map(name -> outputs.get(3)));
    }

    private static String[] outputNames(int layer, String context, Optional<String> capture) {
        String key = ModelContract.presentKey(layer);
        String value = ModelContract.presentValue(layer);
        return capture.map(name -> new String[] {context, key, value, name})
                .orElse(new String[] {context, key, value});
    }
}
