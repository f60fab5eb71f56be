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
import java.util.stream.IntStream;

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
        void build(int layer, String prefix, Value probabilities, WantedHeads wanted);
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
            return (layer, prefix, probabilities, wanted) ->
                    output(probabilities, sizes.sequence(), sizes.total(), heads);
        }
        if (part instanceof CapturePart.Heads some) {
            return (layer, prefix, probabilities, wanted) ->
                    heads(some, layer, prefix, probabilities, wanted);
        }
        if (part instanceof CapturePart.Mean) {
            MeanNodes mean = new MeanNodes(graph, heads, sizes);
            return (layer, prefix, probabilities, wanted) ->
                    outputs.add(
                            new Output(
                                    mean.build(layer, prefix, probabilities),
                                    Shape.of(sizes.batch(), sizes.sequence(), sizes.total())));
        }
        if (part instanceof CapturePart.TopK topK) {
            TopKNodes nodes = new TopKNodes(graph, topK.k(), sizes);
            Dim kept = Dim.of("kept_keys");
            return (layer, prefix, probabilities, wanted) ->
                    nodes.build(layer, prefix, probabilities)
                            .forEach(value -> output(value, sizes.sequence(), kept, heads));
        }
        if (part instanceof CapturePart.Pooled pooled) {
            PooledNodes nodes = new PooledNodes(graph, pooled.size(), sizes);
            return (layer, prefix, probabilities, wanted) ->
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
        return (layer, prefix, probabilities, wanted) -> {
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

    private void heads(
            CapturePart.Heads some,
            int layer,
            String prefix,
            Value probabilities,
            WantedHeads wanted) {
        List<Integer> chosen = some.inLayer(layer, heads);
        if (wanted.name().equals(ModelContract.heads(layer))) {
            output(probabilities, sizes.sequence(), sizes.total(), chosen.size());
        } else if (!chosen.isEmpty()) {
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
        if (picksHeads && parts.size() == 1 && parts.get(0) instanceof CapturePart.Heads some) {
            List<Integer> chosen = some.inLayer(layer, heads);
            return Optional.of(new WantedHeads(ModelContract.heads(layer), chosen));
        }
        String name =
                plan.has(CapturePart.Full.class)
                        ? ModelContract.attentions(layer)
                        : prefix + "probabilities";
        return Optional.of(all(name));
    }

    private WantedHeads all(String name) {
        return new WantedHeads(name, IntStream.range(0, heads).boxed().toList());
    }

    /**
     * Adds the nodes of a layer whose probabilities are those of all heads.
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     * @param probabilities {@code [batch, heads, sequence, total]}
     * @return the outputs beside the probabilities themselves
     */
    public List<Value> build(int layer, String prefix, Value probabilities) {
        return build(layer, prefix, probabilities, all(prefix + "probabilities"));
    }

    /**
     * Adds what becomes of a layer's probabilities.
     *
     * @param layer from 0
     * @param prefix of the names of its nodes
     * @param probabilities {@code [batch, wanted heads, sequence, total]}
     * @param wanted what was wanted of them
     * @return the outputs beside the probabilities themselves
     */
    List<Value> build(int layer, String prefix, Value probabilities, WantedHeads wanted) {
        int before = outputs.size();
        for (Reduction reduction : reductions) {
            reduction.build(layer, prefix, probabilities, wanted);
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
