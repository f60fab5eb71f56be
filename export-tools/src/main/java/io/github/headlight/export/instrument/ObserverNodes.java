package io.github.headlight.export.instrument;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.decoder.CaptureNodes;
import io.github.headlight.export.decoder.MatrixSizes;
import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.NodeBuilder;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.model.ModelContract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes that make a layer's probabilities {@code [batch, heads, query, key]} in f32. They read
 * what the model computes and change nothing of it; all are of opset 11.
 */
final class ObserverNodes {
    /** The code of GroupQueryAttention for "probabilities after softmax". */
    private static final long AFTER_SOFTMAX = 2;

    /** The code of the standard's Attention for the same. */
    private static final long STANDARD_AFTER_SOFTMAX = 3;

    /** Names of axes that no other model has: equal names would mean equal sizes. */
    private static final Dim BATCH = Dim.of("attention.batch");

    private static final Dim QUERY = Dim.of("attention.query");
    private static final Dim KEY = Dim.of("attention.key");

    private final OnnxGraph part;
    private final GraphFacts facts;
    private final int heads;

    ObserverNodes(OnnxGraph part, GraphFacts facts, int heads) {
        this.part = part;
        this.facts = facts;
        this.heads = heads;
    }

    /**
     * Adds the nodes of all layers, and their outputs.
     *
     * @param layers where the probabilities come from
     * @param plan what becomes of them
     */
    void build(List<Finding.Layer> layers, CapturePlan plan) {
        boolean full = plan.has(CapturePart.Full.class);
        SortedMap<Integer, Value> probabilities = new TreeMap<>();
        for (int i = 0; i < layers.size(); i++) {
            int layer = i;
            if (plan.parts().stream().anyMatch(part -> part.needs(layer))) {
                String name = full ? ModelContract.attentions(i) : prefix(i) + "probabilities";
                probabilities.put(i, probabilities(name, prefix(i), layers.get(i)));
            }
        }
        if (probabilities.isEmpty()) {
            return;
        }
        Value first = probabilities.get(probabilities.firstKey());
        CaptureNodes capture = new CaptureNodes(part, heads, plan, sizes(first, plan));
        // The runtime first runs what the last node needs that nothing follows. So each layer is
        // reduced before the next one runs, and the probabilities of one layer are there at a time.
        List<Integer> lastFirst = new ArrayList<>(probabilities.keySet());
        Collections.reverse(lastFirst);
        for (int layer : lastFirst) {
            capture.build(layer, prefix(layer), probabilities.get(layer));
        }
        capture.declareOutputs();
    }

    private static String prefix(int layer) {
        return "headlight." + layer + ".";
    }

    /** As the first of the layers has them; all have the same. */
    private MatrixSizes sizes(Value probabilities, CapturePlan plan) {
        if (plan.equals(CapturePlan.FULL)) {
            return new MatrixSizes(BATCH, QUERY, KEY, null, null, null);
        }
        Value shape = part.node(Operator.SHAPE, "headlight.sizes").inputs(probabilities).output();
        Value sequence = axes("headlight.sequence", shape, 2, 3);
        Value tokens =
                part.node(Operator.CONCAT, "headlight.tokens")
                        .inputs(
                                axes("headlight.batch", shape, 0, 1),
                                sequence,
                                part.constant("headlight.width", -1))
                        .set("axis", 0)
                        .output();
        return new MatrixSizes(
                BATCH, QUERY, KEY, sequence, axes("headlight.total", shape, 3, 4), tokens);
    }

    private Value axes(String name, Value shape, long from, long to) {
        return part.node(Operator.SLICE, name)
                .inputs(shape, part.constant(name + ".from", from), part.constant(name + ".to", to))
                .output();
    }

    /** One layer's. */
    private Value probabilities(String name, String prefix, Finding.Layer layer) {
        if (layer.source() instanceof ProbabilitySource.InGraph inGraph) {
            Value found = given(inGraph.name());
            return inGraph.rank() == 4
                    ? asFloat(name, found)
                    : split(name, prefix, asFloat(prefix + "f32", found), inGraph.rank());
        }
        ProbabilitySource.Copy copy = (ProbabilitySource.Copy) layer.source();
        ForeignNode node = copy.node();
        return switch (copy.form()) {
            case GROUP_QUERY_ATTENTION ->
                    asFloat(name, copy(node, prefix, "qk_output", AFTER_SOFTMAX));
            case ATTENTION ->
                    asFloat(
                            name,
                            copy(node, prefix, "qk_matmul_output_mode", STANDARD_AFTER_SOFTMAX));
            case MULTI_HEAD_ATTENTION -> softmax(name, prefix, copy(node, prefix, "", 0));
            case PACKED_ATTENTION -> softmax(name, prefix, unpacked(node, prefix));
        };
    }

    private Shape shape() {
        return Shape.of(BATCH, Dim.of(heads), QUERY, KEY);
    }

    private Value copy(ForeignNode node, String prefix, String attribute, long number) {
        // The operator that groups queries must be given all its outputs.
        boolean all = node.op().equals("GroupQueryAttention");
        List<String> outputs =
                List.of(
                        prefix + "output",
                        all ? prefix + "key" : "",
                        all ? prefix + "value" : "",
                        prefix + "qk");
        return part.copy(
                        node.message().bytes(),
                        prefix + "copy",
                        attribute,
                        number,
                        outputs,
                        typeOf(node.input(0)))
                .get(3);
    }

    /** Scores whose type the runtime does not find out. */
    private Value softmax(String name, String prefix, Value scores) {
        part.declare(scores, shape());
        Value wide = asFloat(prefix + "f32", scores);
        return part.node(Operator.SOFTMAX, name).inputs(wide).set("axis", -1).output();
    }

    /** The scores of attention that multiplies with weights itself. */
    private Value unpacked(ForeignNode node, String prefix) {
        Value product =
                part.node(Operator.MATMUL, prefix + "qkv.product")
                        .inputs(given(node.input(0)), given(node.input(1)))
                        .output();
        Value qkv =
                node.input(2).isEmpty()
                        ? product
                        : part.node(Operator.ADD, prefix + "qkv")
                                .inputs(product, given(node.input(2)))
                                .output();
        long width = facts.of(node.input(1)).dim(1);
        List<Long> sizes =
                node.numbers("qkv_hidden_sizes").orElse(List.of(width / 3, width / 3, width / 3));
        long first = sizes.get(0);
        long second = first + sizes.get(1);
        NodeBuilder attention =
                part.node(Operator.MULTI_HEAD_ATTENTION, prefix + "attention")
                        .inputs(
                                columns(prefix + "query", qkv, 0, first),
                                columns(prefix + "key", qkv, first, second),
                                columns(prefix + "value", qkv, second, Long.MAX_VALUE),
                                part.none(),
                                given(node.input(3)),
                                given(node.input(5)),
                                past(prefix + "past.key", node.input(4), 0),
                                past(prefix + "past.value", node.input(4), 1))
                        .set("num_heads", heads)
                        .set("unidirectional", node.number("unidirectional", 0));
        node.real("scale").ifPresent(scale -> attention.set("scale", scale));
        node.real("mask_filter_value")
                .ifPresent(value -> attention.set("mask_filter_value", value));
        return attention
                .outputs(
                        prefix + "output",
                        prefix + "present.key",
                        prefix + "present.value",
                        prefix + "qk")
                .get(3);
    }

    private Value columns(String name, Value of, long from, long to) {
        return part.node(Operator.SLICE, name)
                .inputs(
                        of,
                        part.constant(name + ".from", from),
                        part.constant(name + ".to", to),
                        part.constant(name + ".axis", 2))
                .output();
    }

    private Value past(String name, String past, long which) {
        return past.isEmpty()
                ? part.none()
                : part.node(Operator.GATHER, name)
                        .inputs(given(past), part.scalar(name + ".which", which))
                        .set("axis", 0)
                        .output();
    }

    /** The heads as an axis of their own, from {@code [batch · heads, …]} or from groups. */
    private Value split(String name, String prefix, Value found, int rank) {
        Value shape = part.node(Operator.SHAPE, prefix + "shape").inputs(found).output();
        Value end = part.constant(prefix + "shape.end", rank);
        Value keyAxes =
                part.node(Operator.SLICE, prefix + "shape.rows")
                        .inputs(shape, part.constant(prefix + "shape.start", rank - 2), end)
                        .output();
        Value wanted =
                part.node(Operator.CONCAT, prefix + "shape.heads")
                        .inputs(part.constant(prefix + "shape.batch", -1, heads), keyAxes)
                        .set("axis", 0)
                        .output();
        return part.node(Operator.RESHAPE, name).inputs(found, wanted).output();
    }

    private Value asFloat(String name, Value value) {
        boolean isFloat =
                facts.graph().has(value.name())
                        ? facts.of(value.name()).type() == ElementType.FLOAT.onnx()
                        : value.type() == ElementType.FLOAT;
        return isFloat
                ? part.node(Operator.IDENTITY, name).inputs(value).output()
                : part.node(Operator.CAST, name)
                        .inputs(value)
                        .set("to", ElementType.FLOAT.onnx())
                        .output();
    }

    private Value given(String name) {
        return name.isEmpty() ? part.none() : part.given(name, typeOf(name), Shape.UNKNOWN);
    }

    /** The type of a value that holds floats. */
    private ElementType typeOf(String name) {
        int type = facts.of(name).type();
        for (ElementType floats :
                List.of(ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.FLOAT)) {
            if (floats.onnx() == type) {
                return floats;
            }
        }
        return ElementType.FLOAT;
    }
}
