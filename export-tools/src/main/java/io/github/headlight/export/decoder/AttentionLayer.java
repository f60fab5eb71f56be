package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.List;
import java.util.Optional;

/** Builds the attention of one layer: projections, rotary embedding, cache, probabilities. */
final class AttentionLayer {
    /** The operator's code for "probabilities after softmax". */
    private static final int AFTER_SOFTMAX = 2;

    private final OnnxGraph graph;
    private final ModelConfig config;
    private final Weights weights;
    private final SequenceInputs sequence;
    private final Linear linear;
    private final Value headRows;
    private final Value flat;

    AttentionLayer(OnnxGraph graph, ModelConfig config, Weights weights, SequenceInputs sequence) {
        this.graph = graph;
        this.config = config;
        this.weights = weights;
        this.sequence = sequence;
        linear = new Linear(graph, weights);
        headRows =
                config.architecture().headNorms()
                        ? graph.constant("heads.shape", -1, config.headSize())
                        : null;
        flat = graph.constant("attention.shape", -1, config.heads() * (long) config.headSize());
    }

    /** What a layer's attention gives. */
    record Result(
            Value output, Value presentKey, Value presentValue, Optional<Value> probabilities) {}

    /**
     * Adds one layer.
     *
     * @param layer from 0
     * @param x the normed residual stream, {@code [tokens, hidden]}
     * @param capture whether its probabilities are wanted
     */
    Result build(int layer, Value x, boolean capture) {
        String prefix = "model.layers." + layer + ".self_attn.";
        Shape past =
                Shape.of(
                        Dim.of("batch"),
                        Dim.of(config.kvHeads()),
                        Dim.of("past"),
                        Dim.of(config.headSize()));
        List<Value> outputs =
                graph.node(Operator.GROUP_QUERY_ATTENTION, prefix + "attention")
                        .inputs(
                                projection(prefix, "q", x, config.heads()),
                                projection(prefix, "k", x, config.kvHeads()),
                                projection(prefix, "v", x, config.kvHeads()),
                                graph.input(ModelContract.pastKey(layer), ElementType.FLOAT, past),
                                graph.input(
                                        ModelContract.pastValue(layer), ElementType.FLOAT, past),
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
                        .set("qk_output", capture ? AFTER_SOFTMAX : 0)
                        .outputs(outputNames(layer, prefix + "context", capture));
        Value context =
                graph.node(Operator.RESHAPE, prefix + "context.rows")
                        .inputs(outputs.get(0), flat)
                        .shape(
                                Shape.of(
                                        Dim.of("tokens"),
                                        Dim.of(config.heads() * (long) config.headSize())))
                        .output();
        Value output =
                linear.apply(
                        prefix + "o_proj",
                        context,
                        config.hiddenSize(),
                        config.heads() * config.headSize(),
                        config.biases().attentionOutput());
        return new Result(
                output,
                outputs.get(1),
                outputs.get(2),
                capture ? Optional.of(outputs.get(3)) : Optional.empty());
    }

    private static String[] outputNames(int layer, String context, boolean capture) {
        String key = ModelContract.presentKey(layer);
        String value = ModelContract.presentValue(layer);
        return capture
                ? new String[] {context, key, value, ModelContract.attentions(layer)}
                : new String[] {context, key, value};
    }

    /** Query, key or value as {@code [batch, sequence, heads · headSize]}. */
    private Value projection(String prefix, String which, Value x, int heads) {
        String name = prefix + which + "_proj";
        Value rows =
                linear.apply(
                        name,
                        x,
                        heads * config.headSize(),
                        config.hiddenSize(),
                        config.biases().qkv());
        if (headRows != null && !which.equals("v")) {
            String norm = prefix + which + "_norm.weight";
            Value split =
                    graph.node(Operator.RESHAPE, name + ".heads").inputs(rows, headRows).output();
            Value scale = weights.f32(norm, config.headSize());
            rows = Norm.apply(graph, config, split, scale, norm);
        }
        return graph.node(Operator.RESHAPE, name + ".sequence")
                .inputs(rows, sequence.tokenShape())
                .output();
    }
}
