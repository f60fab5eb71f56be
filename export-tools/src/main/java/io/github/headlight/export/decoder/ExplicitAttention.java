package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.Optional;

/** Attention in plain operators, for every even head size. Scores and probabilities are f32. */
final class ExplicitAttention implements AttentionKernel {
    private final OnnxGraph graph;
    private final Casts casts;
    private final HeadGroups groups;
    private final RotaryEmbedding rotary;
    private final AttentionProbabilities probabilities;
    private final Value headShape;

    ExplicitAttention(OnnxGraph graph, ModelConfig config, SequenceInputs sequence, Casts casts) {
        this.graph = graph;
        this.casts = casts;
        groups = new HeadGroups(graph, config);
        rotary = new RotaryEmbedding(graph, sequence);
        probabilities =
                new AttentionProbabilities(
                        graph, groups, CausalMask.build(graph, sequence), config.headSize());
        // 0 keeps an axis.
        headShape = graph.constant("attention.heads", 0, 0, -1, config.headSize());
    }

    @Override
    public Result build(int layer, String prefix, Inputs inputs, Optional<WantedHeads> wanted) {
        Value query = rotary.apply(prefix + "query", heads(prefix + "query", inputs.query()));
        Value key = rotary.apply(prefix + "key", heads(prefix + "key", inputs.key()));
        Value value = heads(prefix + "value", inputs.value());
        Value keys = append(ModelContract.presentKey(layer), inputs.pastKey(), key);
        Value values = append(ModelContract.presentValue(layer), inputs.pastValue(), value);
        String name = wanted.map(WantedHeads::name).orElse(prefix + "probabilities");
        Value weights =
                probabilities.build(
                        name,
                        prefix + "scores",
                        casts.widen(query, prefix + "query.f32"),
                        casts.widen(keys, prefix + "keys.f32"));
        Value grouped =
                groups.join(
                        prefix + "probabilities.grouped",
                        casts.narrow(weights, prefix + "probabilities.narrow"));
        Value taken =
                graph.node(Operator.MATMUL, prefix + "context.grouped")
                        .inputs(grouped, values)
                        .output();
        Value context = swap(prefix + "context", groups.split(prefix + "context.heads", taken));
        return new Result(context, keys, values, wanted.map(heads -> weights));
    }

    /**
     * {@code [batch, sequence, heads · headSize]} as {@code [batch, heads, sequence, headSize]}.
     */
    private Value heads(String name, Value rows) {
        Value split =
                graph.node(Operator.RESHAPE, name + ".split").inputs(rows, headShape).output();
        return swap(name + ".heads", split);
    }

    private Value swap(String name, Value value) {
        return graph.node(Operator.TRANSPOSE, name)
                .inputs(value)
                .setList("perm", 0, 2, 1, 3)
                .output();
    }

    private Value append(String name, Value past, Value now) {
        return graph.node(Operator.CONCAT, name).inputs(past, now).set("axis", 2).output();
    }
}
