package io.github.headlight.export.instrument;

import io.github.headlight.model.ModelSpec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Attention in plain operators: {@code Softmax(Q·Kᵀ · scale + mask)·V}, with what exporters put
 * between. A softmax that is not between two such products is something else, as the choice of an
 * expert.
 */
final class SoftmaxPattern {
    private static final int MAX_STEPS = 64;

    /** The products of two tensors, with A as input 0 and B as input 1. */
    private static final Set<String> PRODUCTS =
            Set.of(
                    "MatMul",
                    "FusedMatMul",
                    "Einsum",
                    "MatMulInteger",
                    "DynamicQuantizeMatMul",
                    "MatMulIntegerToFloat");

    /** Between the scores and the softmax. */
    private static final Set<String> BEFORE =
            Set.of(
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Where",
                    "Cast",
                    "Max",
                    "Min",
                    "Clip",
                    "Identity",
                    "Reshape",
                    "Unsqueeze",
                    "Squeeze",
                    "Tanh",
                    "Expand",
                    "QuantizeLinear",
                    "DequantizeLinear");

    /** Between the softmax and the product with the values, through these inputs at least. */
    private static final Set<String> AFTER =
            Set.of(
                    "Cast",
                    "Dropout",
                    "Identity",
                    "Where",
                    "Mul",
                    "Reshape",
                    "Unsqueeze",
                    "Squeeze",
                    "DynamicQuantizeLinear",
                    "QuantizeLinear",
                    "DequantizeLinear");

    private static final Set<String> ROUNDING =
            Set.of("DynamicQuantizeLinear", "QuantizeLinear", "DequantizeLinear");

    private final GraphFacts facts;
    private final ForeignGraph graph;
    private final CausalEvidence evidence;

    SoftmaxPattern(GraphFacts facts, CausalEvidence evidence) {
        this.facts = facts;
        this.evidence = evidence;
        this.graph = facts.graph();
    }

    /** What a node multiplies. */
    private record Product(ForeignNode node, String left, String right) {}

    /** {@return what a softmax is} */
    Finding examine(ForeignNode softmax) {
        Optional<Taken> taken = taken(softmax);
        if (taken.isEmpty()) {
            return new Finding.Other(softmax, "its output is not multiplied with values");
        }
        Optional<Product> scores = scores(softmax.input(0));
        if (scores.isEmpty()) {
            return new Finding.Other(softmax, "its input is no product of queries and keys");
        }
        String query = scores.get().left();
        String key = scores.get().right();
        if (CrossAttention.is(facts.origins(), query, key)) {
            return new Finding.Other(softmax, "its keys are not those of its own tokens");
        }
        Facts probabilities = facts.of(taken.get().probabilities());
        int rank = probabilities.rank();
        if (!isLastAxis(softmax, facts.of(softmax.input(0)).rank())) {
            return new Finding.Missing(softmax, "it is not over the last axis, the keys");
        }
        if (rank < 3 || rank > 5) {
            return new Finding.Missing(
                    softmax,
                    "expected 3 to 5 axes of probabilities, found "
                            + (rank < 0 ? "an unknown number" : rank));
        }
        KeyTrace keys = KeyTrace.of(facts, key);
        KeyTrace values = KeyTrace.of(facts, taken.get().values());
        long heads = heads(probabilities, query);
        if (heads < 1 || heads > ModelSpec.MAX_COUNT) {
            return new Finding.Missing(softmax, "the graph does not say how many heads it has");
        }
        long kvHeads = rank == 5 ? probabilities.dim(1) : keys.kvHeads();
        if (kvHeads < 1 || heads % kvHeads != 0) {
            kvHeads = heads;
        }
        long size = headSize(scores.get());
        boolean causal =
                keys.hasPast()
                        || evidence.isIn(
                                softmax.input(0), Set.copyOf(scores.get().node().outputs()));
        return new Finding.Layer(
                softmax,
                new ProbabilitySource.InGraph(taken.get().probabilities(), rank),
                (int) heads,
                (int) kvHeads,
                size > 0 && size <= Integer.MAX_VALUE ? (int) size : 0,
                causal,
                new Cache(keys.past(), values.past(), keys.present(), values.present()));
    }

    /** The probabilities as they are multiplied with the values. */
    private record Taken(String probabilities, String values) {}

    /** A value on the way from the softmax, and the one up to it that shows probabilities best. */
    private record Step(String value, String floats) {}

    private Optional<Taken> taken(ForeignNode softmax) {
        Deque<Step> open = new ArrayDeque<>();
        open.add(new Step(softmax.output(0), softmax.output(0)));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty() && seen.size() < MAX_STEPS) {
            Step step = open.remove();
            if (!seen.add(step.value())) {
                continue;
            }
            List<ForeignNode> consumers = graph.consumers(step.value());
            for (ForeignNode node : consumers.subList(0, Math.min(MAX_STEPS, consumers.size()))) {
                if (PRODUCTS.contains(node.op()) && node.input(0).equals(step.value())) {
                    if (!facts.origins().isConstant(node.input(1))
                            && node.number("transA", 0) == 0) {
                        return Optional.of(new Taken(step.floats(), node.input(1)));
                    }
                } else if (AFTER.contains(node.op())) {
                    String next = node.output(0);
                    open.add(new Step(next, keepsFloats(node, step) ? step.floats() : next));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a node rounds the probabilities, or takes their heads together. */
    private boolean keepsFloats(ForeignNode node, Step step) {
        return switch (node.op()) {
            case "DynamicQuantizeLinear", "QuantizeLinear", "DequantizeLinear" -> true;
            case "Reshape", "Unsqueeze", "Squeeze" -> facts.of(step.floats()).hasRank(4);
            default -> false;
        };
    }

    private Optional<Product> scores(String start) {
        Deque<String> open = new ArrayDeque<>(List.of(start));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty() && seen.size() < MAX_STEPS) {
            String value = open.remove();
            ForeignNode node = graph.producer(value);
            if (node == null || !seen.add(value)) {
                continue;
            }
            if (PRODUCTS.contains(node.op())) {
                boolean weights =
                        facts.origins().isConstant(node.input(0))
                                || facts.origins().isConstant(node.input(1));
                if (!weights) {
                    return Optional.of(
                            new Product(node, unrounded(node.input(0)), unrounded(node.input(1))));
                }
            } else if (BEFORE.contains(node.op())) {
                open.addAll(node.firstInputs());
            }
        }
        return Optional.empty();
    }

    /** The floats that were rounded to eight bits, if they were. */
    private String unrounded(String value) {
        String result = value;
        ForeignNode node = graph.producer(result);
        for (int step = 0; step < 2 && node != null && ROUNDING.contains(node.op()); step++) {
            result = node.input(0);
            node = graph.producer(result);
        }
        return result;
    }

    private boolean isLastAxis(ForeignNode softmax, int rank) {
        long axis = softmax.number("axis", facts.opset() < 13 ? 1 : -1);
        return axis == -1 || axis == rank - 1L;
    }

    private long heads(Facts probabilities, String query) {
        if (probabilities.hasRank(4)) {
            long known = Math.max(probabilities.dim(1), fourAxes(query, 1));
            return known > 0 ? known : headsInWidth(query);
        }
        if (probabilities.hasRank(5)) {
            long kvHeads = probabilities.dim(1);
            long group = probabilities.dim(2);
            return kvHeads > 0
                            && group > 0
                            && kvHeads <= ModelSpec.MAX_COUNT
                            && group <= ModelSpec.MAX_COUNT
                    ? kvHeads * group
                    : 0;
        }
        return headsInWidth(query);
    }

    private long fourAxes(String value, int axis) {
        return facts.of(value).hasRank(4) ? facts.of(value).dim(axis) : 0;
    }

    /** How often a head fits into the width that the queries were cut from. */
    private long headsInWidth(String query) {
        long size = facts.of(query).dim(-1);
        String value = query;
        for (int step = 0; step < MAX_STEPS && size > 0; step++) {
            ForeignNode node = graph.producer(value);
            if (node == null) {
                return 0;
            }
            long width = facts.of(node.input(0)).dim(-1);
            if (node.is("Reshape") && width > size && width % size == 0) {
                return width / size;
            }
            switch (node.op()) {
                case "Reshape", "Transpose", "Cast", "Identity", "Unsqueeze", "Squeeze" ->
                        value = node.input(0);
                case "Mul", "Div", "Add" ->
                        value =
                                facts.origins().isConstant(node.input(0))
                                        ? node.input(1)
                                        : node.input(0);
                default -> {
                    return PRODUCTS.contains(node.op()) && width > 0 ? 1 : 0;
                }
            }
        }
        return 0;
    }

    private long headSize(Product scores) {
        return facts.of(scores.left()).dim(-1);
    }
}
