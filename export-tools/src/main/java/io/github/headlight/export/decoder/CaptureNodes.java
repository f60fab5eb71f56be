package io.github.headlight.export.decoder;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What becomes of a layer's probabilities: the outputs that a plan names, reduced within the layer,
 * so that no more than one layer's probabilities need be there at a time.
 */
final class CaptureNodes {
    private static final Dim BATCH = Dim.of("batch");
    private static final Dim SEQUENCE = Dim.of("sequence");
    private static final Dim TOTAL = Dim.of("total");

    private final OnnxGraph graph;
    private final ModelConfig config;
    private final CapturePlan plan;
    private final List<Reduction> reductions = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Value nothing;

    /** An output of the graph, declared when all of them are known. */
    private record Output(Value value, Shape shape) {}

    /** One way to reduce probabilities. */
    @FunctionalInterface
    private interface Reduction {
        /** Adds the nodes of one layer, and its outputs. */
        void build(int layer, String prefix, Value probabilities, WantedHeads wanted);
    }

    /**
     * @param graph where to add nodes
     * @param config the model
     * @param plan what is captured
     * @param sequence lengths
     */
    CaptureNodes(OnnxGraph graph, ModelConfig config, CapturePlan plan, SequenceInputs sequence) {
        this.graph = graph;
        this.config = config;
        this.plan = plan;
        for (CapturePart part : plan.parts()) {
            reductions.add(reduction(part, sequence));
        }
        nothing = plan.equals(CapturePlan.FULL) ? null : graph.constant("capture.nothing", 0);
    }

    private Reduction reduction(CapturePart part, SequenceInputs sequence) {
        if (part instanceof CapturePart.Full) {
            return (layer, prefix, probabilities, wanted) ->
                    output(probabilities, SEQUENCE, TOTAL, config.heads());
        }
        if (part instanceof CapturePart.Heads heads) {
            return (layer, prefix, probabilities, wanted) ->
                    heads(heads, layer, prefix, probabilities, wanted);
        }
        if (part instanceof CapturePart.Mean) {
            MeanNodes mean = new MeanNodes(graph, config, sequence);
            return (layer, prefix, probabilities, wanted) ->
                    outputs.add(
                            new Output(
                                    mean.build(layer, prefix, probabilities),
                                    Shape.of(BATCH, SEQUENCE, TOTAL)));
        }
        if (part instanceof CapturePart.TopK topK) {
            TopKNodes nodes = new TopKNodes(graph, topK.k(), sequence);
            Dim kept = Dim.of("kept_keys");
            return (layer, prefix, probabilities, wanted) ->
                    nodes.build(layer, prefix, probabilities)
                            .forEach(value -> output(value, SEQUENCE, kept, config.heads()));
        }
        if (part instanceof CapturePart.Pooled pooled) {
            PooledNodes nodes = new PooledNodes(graph, pooled.size(), sequence);
            return (layer, prefix, probabilities, wanted) ->
                    nodes.build(layer, prefix, probabilities)
                            .forEach(
                                    value ->
                                            output(
                                                    value,
                                                    Dim.of("query_blocks"),
                                                    Dim.of("key_blocks"),
                                                    config.heads()));
        }
        StatsNodes nodes = new StatsNodes(graph);
        Dim heads = Dim.of(config.heads());
        return (layer, prefix, probabilities, wanted) -> {
            StatsNodes.Result result = nodes.build(layer, prefix, probabilities);
            outputs.add(new Output(result.entropy(), Shape.of(BATCH, heads, SEQUENCE)));
            outputs.add(
                    new Output(
                            result.weighted(),
                            Shape.of(BATCH, SEQUENCE, heads, StatsNodes.WEIGHTS)));
            outputs.add(new Output(result.received(), Shape.of(BATCH, heads, TOTAL)));
        };
    }

    private void output(Value value, Dim rows, Dim columns, int heads) {
        outputs.add(new Output(value, Shape.of(BATCH, Dim.of(heads), rows, columns)));
    }

    private void heads(
            CapturePart.Heads heads,
            int layer,
            String prefix,
            Value probabilities,
            WantedHeads wanted) {
        List<Integer> chosen = heads.inLayer(layer, config.heads());
        if (wanted.name().equals(ModelContract.heads(layer))) {
            output(probabilities, SEQUENCE, TOTAL, chosen.size());
        } else if (!chosen.isEmpty()) {
            long[] indices = chosen.stream().mapToLong(Integer::longValue).toArray();
            Value picked =
                    graph.node(Operator.GATHER, ModelContract.heads(layer))
                            .inputs(probabilities, graph.constant(prefix + "heads.chosen", indices))
                            .set("axis", 1)
                            .output();
            output(picked, SEQUENCE, TOTAL, chosen.size());
        }
    }

    /**
     * {@return the probabilities of a layer that are needed, if any}
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     * @param picksHeads whether they can be those of some heads only
     */
    Optional<WantedHeads> wanted(int layer, String prefix, boolean picksHeads) {
        List<CapturePart> parts = plan.parts().stream().filter(part -> part.needs(layer)).toList();
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        if (picksHeads && parts.size() == 1 && parts.get(0) instanceof CapturePart.Heads heads) {
            List<Integer> chosen = heads.inLayer(layer, config.heads());
            return Optional.of(new WantedHeads(ModelContract.heads(layer), chosen));
        }
        String name =
                plan.has(CapturePart.Full.class)
                        ? ModelContract.attentions(layer)
                        : prefix + "probabilities";
        List<Integer> all = IntStream.range(0, config.heads()).boxed().toList();
        return Optional.of(new WantedHeads(name, all));
    }

    /**
     * Adds what becomes of a layer's probabilities.
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     * @param probabilities {@code [batch, wanted heads, sequence, total]}
     * @param wanted what was wanted of them
     * @return {@code [2]}: zeros, once all outputs of the layer are there; nothing if the
     *     probabilities themselves are the only output
     */
    Optional<Value> build(int layer, String prefix, Value probabilities, WantedHeads wanted) {
        int before = outputs.size();
        for (Reduction reduction : reductions) {
            reduction.build(layer, prefix, probabilities, wanted);
        }
        Value done = null;
        for (Output output : outputs.subList(before, outputs.size())) {
            if (!output.value().equals(probabilities)) {
                done = after(output.value(), done);
            }
        }
        return Optional.ofNullable(done);
    }

    /** Zeros, once a value and what came before it are there. */
    private Value after(Value value, Value before) {
        Value size =
                graph.node(Operator.SHAPE, value.name() + ".size")
                        .inputs(value)
                        .set("start", 1)
                        .set("end", 3)
                        .output();
        Value zero =
                graph.node(Operator.MUL, value.name() + ".zero").inputs(size, nothing).output();
        return before == null
                ? zero
                : graph.node(Operator.ADD, value.name() + ".done").inputs(before, zero).output();
    }

    /** Makes all outputs so far outputs of the graph. */
    void declareOutputs() {
        outputs.forEach(output -> graph.output(output.value(), output.shape()));
    }
}
