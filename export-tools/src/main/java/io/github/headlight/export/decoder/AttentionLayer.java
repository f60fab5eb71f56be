package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.Optional;

/** Builds the attention of one layer: a kernel, and the projections before and behind it. */
final class AttentionLayer {
    private final OnnxGraph graph;
    private final ModelConfig config;
    private final Weights weights;
    private final SequenceInputs sequence;
    private final Casts casts;
    private final AttentionKernel kernel;
    private final Linear linear;
    private final Value headRows;
    private final Value flat;

    AttentionLayer(
            OnnxGraph graph,
            ModelConfig config,
            Weights weights,
            SequenceInputs sequence,
            Casts casts,
            AttentionKernel kernel) {
        this.graph = graph;
        this.config = config;
        this.weights = weights;
        this.sequence = sequence;
        this.casts = casts;
        this.kernel = kernel;
        linear = new Linear(graph, weights);
        headRows =
                config.architecture().headNorms()
                        ? graph.constant("heads.shape", -1, config.headSize())
                        : null;
        flat = graph.constant("attention.shape", -1, config.heads() * (long) config.headSize());
    }

    /** What a layer's attention gives. */
    record Result(Value output, Value presentKey, Value presentValue) {}

    /**
     * Adds one layer.
     *
     * @param layer from 0
     * @param x the normed residual stream, {@code [tokens, hidden]}
     * @param capture what becomes of its probabilities
     */
    Result build(int layer, Value x, CaptureNodes capture) {
        String prefix = "model.layers." + layer + ".self_attn.";
        Shape past =
                Shape.of(
                        Dim.of("batch"),
                        Dim.of(config.kvHeads()),
                        Dim.of("past"),
                        Dim.of(config.headSize()));
        AttentionKernel.Inputs inputs =
                new AttentionKernel.Inputs(
                        projection(prefix, "q", x, config.heads()),
                        projection(prefix, "k", x, config.kvHeads()),
                        projection(prefix, "v", x, config.kvHeads()),
                        graph.input(ModelContract.pastKey(layer), casts.type(), past),
                        graph.input(ModelContract.pastValue(layer), casts.type(), past));
        Optional<WantedHeads> wanted = capture.wanted(layer, prefix, kernel.picksHeads());
        AttentionKernel.Result attended = kernel.build(layer, prefix, inputs, wanted);
        Value rows =
                attended.probabilities()
                        .flatMap(
                                map ->
                                        capture.done(
                                                capture.build(
                                                        layer, prefix, map, wanted.orElseThrow())))
                        .map(captured -> after(captured, prefix))
                        .orElse(flat);
        Value context =
                graph.node(Operator.RESHAPE, prefix + "context.rows")
                        .inputs(attended.context(), rows)
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
        return new Result(output, attended.presentKey(), attended.presentValue());
    }

    /**
     * The shape of the rows, known only once a capture is: the runtime runs what the forward pass
     * needs first, and would else keep the probabilities of all layers until the end.
     */
    private Value after(Value captured, String prefix) {
        return graph.node(Operator.ADD, prefix + "captured").inputs(flat, captured).output();
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
            Value scale = weights.computed(norm, config.headSize());
            rows = Norm.apply(graph, config, split, scale, norm);
        }
        return graph.node(Operator.RESHAPE, name + ".sequence")
                .inputs(rows, sequence.tokenShape())
                .output();
    }
}
