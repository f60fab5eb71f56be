package io.github.headlight.export.decoder;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.WeightPrecision;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds the graph of a decoder, with the inputs and outputs of {@link ModelContract}.
 *
 * <p>Between attentions everything is {@code [batch · sequence, width]}, so that Gemm reads the
 * {@code [out, in]} weights of a checkpoint as they lie. What attention is made of, {@link
 * AttentionForm} says. Products are computed in the precision's type, all that {@link Casts} names
 * in f32.
 */
public final class DecoderGraph {
    private static final Dim BATCH = Dim.of("batch");
    private static final Dim SEQUENCE = Dim.of("sequence");
    private static final Dim TOTAL = Dim.of("total");

    /** The embedding's name in a checkpoint. */
    public static final String EMBEDDING = "model.embed_tokens.weight";

    private final OnnxGraph graph = new OnnxGraph("decoder");
    private final ModelConfig config;
    private final CapturePlan plan;
    private final Casts casts;
    private final Weights weights;
    private final List<Value> cache = new ArrayList<>();

    private DecoderGraph(
            Checkpoint checkpoint,
            CapturePlan plan,
            WeightPlacement placement,
            WeightPrecision precision) {
        this.config = checkpoint.config();
        this.plan = plan;
        this.casts = Casts.of(graph, precision);
        this.weights = new Weights(graph, checkpoint, placement, precision, casts);
    }

    /**
     * Builds a graph.
     *
     * @param checkpoint the model
     * @param plan what of its attention becomes an output
     * @param placement where the weights will be
     * @param precision in what the weights are held
     * @param form of attention, one that takes the head size
     * @return the graph
     * @throws InvalidFileException if a tensor is missing or not as the configuration says
     */
    public static OnnxGraph build(
            Checkpoint checkpoint,
            CapturePlan plan,
            WeightPlacement placement,
            WeightPrecision precision,
            AttentionForm form) {
        return new DecoderGraph(checkpoint, plan, placement, precision).build(form);
    }

    private OnnxGraph build(AttentionForm form) {
        Shape tokens = Shape.of(BATCH, SEQUENCE);
        Value ids = graph.input(ModelContract.INPUT_IDS, ElementType.INT64, tokens);
        Value mask =
                graph.input(
                        ModelContract.ATTENTION_MASK, ElementType.INT64, Shape.of(BATCH, TOTAL));
        Value positions = graph.input(ModelContract.POSITION_IDS, ElementType.INT64, tokens);
        Value keep = graph.input(ModelContract.LOGITS_TO_KEEP, ElementType.INT64, Shape.of(1));
        SequenceInputs sequence =
                new SequenceInputs(
                        graph,
                        new SequenceInputs.Tokens(ids, mask, positions),
                        config,
                        form,
                        casts);

        Value hidden = embed(ids);
        AttentionLayer attention =
                new AttentionLayer(
                        graph,
                        config,
                        weights,
                        sequence,
                        casts,
                        form.kernel(graph, config, sequence, casts));
        CaptureNodes capture =
                new CaptureNodes(graph, config.heads(), plan, sequence.matrixSizes());
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            Value normed = norm(hidden, prefix + "input_layernorm.weight");
            AttentionLayer.Result result = attention.build(layer, normed, capture);
            cache.add(result.presentKey());
            cache.add(result.presentValue());
            Value attended = add(prefix + "attended", hidden, result.output());
            Value mlpInput = norm(attended, prefix + "post_attention_layernorm.weight");
            hidden = add(prefix + "output", attended, mlp(prefix + "mlp.", mlpInput));
        }
        declareOutputs(logits(hidden, keep, sequence), capture);
        return graph;
    }

    /** The embedding is widened whole where the head needs it too, else only the rows picked. */
    private Value embed(Value ids) {
        Value rows =
                weights.vocabulary(
                                EMBEDDING,
                                config.vocabularySize(),
                                config.hiddenSize(),
                                /* multiplied= */ config.tiedHead())
                        .rows("embedding.rows", ids);
        return graph.node(Operator.RESHAPE, "embedding")
                .inputs(rows, graph.constant("embedding.shape", -1, config.hiddenSize()))
                .shape(Shape.of(Dim.of("tokens"), Dim.of(config.hiddenSize())))
                .output();
    }

    private Value mlp(String prefix, Value x) {
        boolean bias = config.biases().mlp();
        Linear linear = new Linear(graph, weights);
        int hidden = config.hiddenSize();
        int inner = config.intermediateSize();
        Value gate = linear.apply(prefix + "gate_proj", x, inner, hidden, bias);
        Value up = linear.apply(prefix + "up_proj", x, inner, hidden, bias);
        Value silu =
                graph.node(Operator.QUICK_GELU, prefix + "silu")
                        .inputs(gate)
                        .set("alpha", 1f)
                        .output();
        Value gated = graph.node(Operator.MUL, prefix + "gated").inputs(silu, up).output();
        return linear.apply(prefix + "down_proj", gated, hidden, inner, bias);
    }

    private Value norm(Value x, String weight) {
        Value scale = weights.f32(weight, config.hiddenSize());
        return casts.narrow(Norm.apply(graph, config, x, scale, weight), weight + ".normed.narrow");
    }

    /** Adds to the residual stream, in f32. */
    private Value add(String name, Value stream, Value output) {
        return graph.node(Operator.ADD, name)
                .inputs(stream, casts.widen(output, output.name() + ".f32"))
                .output();
    }

    private Value logits(Value hidden, Value keep, SequenceInputs sequence) {
        Value rows =
                graph.node(Operator.RESHAPE, "hidden.rows")
                        .inputs(hidden, sequence.tokenShape())
                        .output();
        // A start of -N keeps the last N; -0 is 0 and keeps all.
        Value start = graph.node(Operator.NEG, "logits.start").inputs(keep).output();
        Value kept =
                graph.node(Operator.SLICE, "hidden.kept")
                        .inputs(
                                rows,
                                start,
                                graph.constant("logits.end", Long.MAX_VALUE),
                                graph.constant("logits.axis", 1))
                        .output();
        Value flat =
                graph.node(Operator.RESHAPE, "hidden.flat")
                        .inputs(kept, graph.constant("hidden.shape", -1, config.hiddenSize()))
                        .shape(Shape.of(Dim.of("kept"), Dim.of(config.hiddenSize())))
                        .output();
        Value normed = norm(flat, "model.norm.weight");
        String head = config.tiedHead() ? EMBEDDING : "lm_head.weight";
        Value scores =
                weights.vocabulary(
                                head,
                                config.vocabularySize(),
                                config.hiddenSize(),
                                /* multiplied= */ true)
                        .multiply("logits.flat", normed);
        Value shape =
                graph.node(Operator.CONCAT, "logits.shape")
                        .inputs(
                                sequence.batchSize(),
                                graph.constant("logits.rest", -1, config.vocabularySize()))
                        .set("axis", 0)
                        .output();
        return graph.node(Operator.RESHAPE, ModelContract.LOGITS)
                .inputs(casts.widen(scores, "logits.f32"), shape)
                .output();
    }

    private void declareOutputs(Value logits, CaptureNodes capture) {
        graph.output(
                logits, Shape.of(BATCH, Dim.of("logits_kept"), Dim.of(config.vocabularySize())));
        Shape keys = Shape.of(BATCH, Dim.of(config.kvHeads()), TOTAL, Dim.of(config.headSize()));
        cache.forEach(value -> graph.output(value, keys));
        capture.declareOutputs();
    }
}
