package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.List;
import java.util.Optional;

/**
 * Attention in one operator of the runtime, which gives no probabilities on CUDA, and beside it a
 * branch that computes those that are wanted: of the same rotated queries and cached keys, of the
 * wanted heads only, in f32. Scores in 16 bits overflow or are coarser than the probabilities that
 * are made of them.
 */
final class ProbedAttention implements AttentionKernel {
    private final OnnxGraph graph;
    private final ModelConfig config;
    private final SequenceInputs sequence;
    private final Casts casts;
    private final AttentionProbabilities probabilities;
    private final Value headShape;

    ProbedAttention(OnnxGraph graph, ModelConfig config, SequenceInputs sequence, Casts casts) {
        this.graph = graph;
        this.config = config;
        this.sequence = sequence;
        this.casts = casts;
        probabilities =
                new AttentionProbabilities(
                        graph,
                        new HeadGroups(graph, config),
                        CausalMask.build(graph, sequence),
                        config.headSize());
        // 0 keeps an axis.
        headShape = graph.constant("attention.heads", 0, 0, -1, config.headSize());
    }

    @Override
    public boolean picksHeads() {
        return true;
    }

    @Override
    public Result build(int layer, String prefix, Inputs inputs, Optional<WantedHeads> wanted) {
        // Without positions the operator counts them itself: past, past + 1, …
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
                                sequence.sin())
                        .set("num_heads", config.heads())
                        .set("kv_num_heads", config.kvHeads())
                        .set("do_rotary", 1)
                        .set("rotary_interleaved", 0)
                        .set("scale", (float) (1 / Math.sqrt(config.headSize())))
                        .outputs(
                                prefix + "context",
                                ModelContract.presentKey(layer),
                                ModelContract.presentValue(layer));
        Value keys = outputs.get(1);
        return new Result(
                outputs.get(0),
                keys,
                outputs.get(2),
                wanted.map(heads -> probe(prefix, inputs.query(), keys, heads)));
    }

    private Value probe(String prefix, Value query, Value keys, WantedHeads wanted) {
        Value rotated =
                graph.node(Operator.ROTARY_EMBEDDING, prefix + "query.rotated")
                        .inputs(query, sequence.positions(), sequence.cos(), sequence.sin())
                        .set("num_heads", config.heads())
                        .set("interleaved", 0)
                        .output();
        Value split =
                graph.node(Operator.RESHAPE, prefix + "query.split")
                        .inputs(rotated, headShape)
                        .output();
        Value queries =
                graph.node(Operator.TRANSPOSE, prefix + "query.heads")
                        .inputs(split)
                        .setList("perm", 0, 2, 1, 3)
                        .output();
        if (wanted.heads().size() == config.heads()) {
            return probabilities.build(
                    wanted.name(),
                    prefix + "scores",
                    casts.widen(queries, prefix + "query.f32"),
                    casts.widen(keys, prefix + "keys.f32"));
        }
        int group = config.heads() / config.kvHeads();
        long[] heads = wanted.heads().stream().mapToLong(Integer::longValue).toArray();
        long[] kvHeads = wanted.heads().stream().mapToLong(head -> head / group).toArray();
        Value pickedQueries = pick(prefix + "query.picked", queries, heads);
        Value pickedKeys = pick(prefix + "keys.picked", keys, kvHeads);
        return probabilities.ofPairs(
                wanted.name(),
                prefix + "scores",
                casts.widen(pickedQueries, prefix + "query.f32"),
                casts.widen(pickedKeys, prefix + "keys.f32"));
    }

    private Value pick(String name, Value from, long... heads) {
        return graph.node(Operator.GATHER, name)
                .inputs(from, graph.constant(name + ".heads", heads))
                .set("axis", 1)
                .output();
    }
}
