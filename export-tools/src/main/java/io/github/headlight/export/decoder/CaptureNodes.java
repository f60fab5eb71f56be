package io.github.headlight.export.decoder;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a layer's probabilities: the outputs that a plan names, reduced within the layer,
 * so that no more than one layer's probabilities need be there at a time.
 */
public final class CaptureNodes {
    private final OnnxGraph graph;
    private final int heads;
    private final CapturePlan plan;
    private final List<Reduction> reductions = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final MatrixSizes sizes;
    private Value nothing;

    /** An output of the graph, declared when all of them are known. */
    private record Output(Value value, Shape shape) {}

    /** One way to reduce probabilities. */
    @FunctionalInterface
    private interface Reduction {
        /** Adds the nodes of one layer, and its outputs. */
        void build(int layer, String prefix, Value probabilities);
    }

    /**
     * @param graph where to add nodes
     * @param heads query heads of a layer
     * @param plan what is captured
     * @param sizes of each layer's matrices
     */
    public CaptureNodes(OnnxGraph graph, int heads, CapturePlan plan, MatrixSizes sizes) {
        this.graph = graph;
        this.heads = heads;
        this.plan = plan;
        this.sizes = sizes;
        for (CapturePart part : plan.parts()) {
            reductions.add(reduction(part));
        }
    }

    private Reduction reduction(CapturePart part) {
        if (part instanceof CapturePart.Full) {
            return (layer, prefix, probabilities) ->
                    output(probabilities, sizes.sequence(), sizes.total(), heads);
        }
        if (part instanceof CapturePart.Heads some) {
            return (layer, prefix, probabilities) -> heads(some, layer, prefix, probabilities);
        }
        if (part instanceof CapturePart.Mean) {
            MeanNodes mean = new MeanNodes(graph, heads, sizes);
            return (layer, prefix, probabilities) ->
                    outputs.add(
                            new Output(
                                    mean.build(layer, prefix, probabilities),
                                    Shape.of(sizes.batch(), sizes.sequence(), sizes.total())));
        }
        if (part instanceof CapturePart.TopK topK) {
            TopKNodes nodes = new TopKNodes(graph, topK.k(), sizes);
            Dim kept = Dim.of("kept_keys");
            return (layer, prefix, probabilities) ->
                    nodes.build(layer, prefix, probabilities)
                            .forEach(value -> output(value, sizes.sequence(), kept, heads));
        }
        if (part instanceof CapturePart.Pooled pooled) {
            PooledNodes nodes = new PooledNodes(graph, pooled.size(), sizes);
            return (layer, prefix, probabilities) ->
                    nodes.build(layer, prefix, probabilities)
                            .forEach(
                                    value ->
                                            output(
                                                    value,
                                                    Dim.of("query_blocks"),
                                                    Dim.of("key_blocks"),
                                                    heads));
        }
        StatsNodes nodes = new StatsNodes(graph, sizes);
        Dim all = Dim.of(heads);
        return (layer, prefix, probabilities) -> {
            StatsNodes.Result result = nodes.build(layer, prefix, probabilities);
            outputs.add(
                    new Output(result.entropy(), Shape.of(sizes.batch(), all, sizes.sequence())));
            outputs.add(
                    new Output(
                            result.weighted(),
                            Shape.of(sizes.batch(), sizes.sequence(), all, StatsNodes.WEIGHTS)));
            outputs.add(new Output(result.received(), Shape.of(sizes.batch(), all, sizes.total())));
        };
    }

    private void output(Value value, Dim rows, Dim columns, int count) {
        outputs.add(new Output(value, Shape.of(sizes.batch(), Dim.of(count), rows, columns)));
    }

    private void heads(CapturePart.Heads some, int layer, String prefix, Value probabilities) {
        List<Integer> chosen = some.inLayer(layer, heads);
        if (!chosen.isEmpty()) {
            long[] indices = chosen.stream().mapToLong(Integer::longValue).toArray();
            Value picked =
                    graph.node(Operator.GATHER, ModelContract.heads(layer))
                            .inputs(probabilities, graph.constant(prefix + "heads.chosen", indices))
                            .set("axis", 1)
                            .output();
            output(picked, sizes.sequence(), sizes.total(), chosen.size());
        }
    }

    /**
     * {@return the name to give a layer's probabilities, if they are needed}
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     */
    public Optional<String> probabilities(int layer, String prefix) {
        if (plan.parts().stream().noneMatch(part -> part.needs(layer))) {
            return Optional.empty();
        }
        return Optional.of(
                plan.has(CapturePart.Full.class)
                        ? ModelContract.attentions(layer)
                        : prefix + "probabilities");
    }

    /**
     * Adds what becomes of a layer's probabilities.
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     * @param probabilities {@code [batch, heads, sequence, total]}
     * @return the outputs beside the probabilities themselves
     */
    public List<Value> build(int layer, String prefix, Value probabilities) {
        int before = outputs.size();
        for (Reduction reduction : reductions) {
            reduction.build(layer, prefix, probabilities);
        }
        return outputs.subList(before, outputs.size()).stream()
                .map(Output::value)
                .filter(value -> !value.equals(probabilities))
                .toList();
    }

    /**
     * {@return {@code [2]}: zeros, once all of some outputs are there; nothing if there are none}
     *
     * @param made the outputs
     */
    Optional<Value> done(List<Value> made) {
        Value done = null;
        for (Value output : made) {
            done = after(output, done);
        }
        return Optional.ofNullable(done);
    }

    /** Zeros, once a value and what came before it are there. */
    private Value after(Value value, Value before) {
        if (nothing == null) {
            nothing = graph.constant("capture.nothing", 0);
        }
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
    public void declareOutputs() {
        outputs.forEach(output -> graph.output(output.value(), output.shape()));
    }
}
