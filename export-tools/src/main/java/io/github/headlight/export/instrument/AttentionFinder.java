package io.github.headlight.export.instrument;

import io.github.headlight.model.ModelSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the attention of a graph, in the order that it is run. */
final class AttentionFinder {
    private static final int MAX_CANDIDATES = 2 * ModelSpec.MAX_COUNT;

    private final GraphFacts facts;
    private final CausalEvidence evidence;
    private final SoftmaxPattern softmax;

    private AttentionFinder(GraphFacts facts) {
        this.facts = facts;
        evidence = new CausalEvidence(facts);
        softmax = new SoftmaxPattern(facts, evidence);
    }

    /** {@return every node that looks like attention, and what became of it} */
    static List<Finding> find(GraphFacts facts) {
        AttentionFinder finder = new AttentionFinder(facts);
        List<Finding> findings = new ArrayList<>();
        for (ForeignNode node : facts.graph().nodes()) {
            if (findings.size() > MAX_CANDIDATES) {
                throw node.message().invalid("more than " + MAX_CANDIDATES + " candidates");
            }
            FusedOperator form = FusedOperator.of(node);
            if (form != null) {
                findings.add(finder.fused(node, form));
            } else if (node.is("Softmax")) {
                findings.add(finder.softmax.examine(node));
            } else if (node.op().toLowerCase(Locale.ROOT).contains("attention")
                    || node.op().contains("Softmax")) {
                findings.add(new Finding.Missing(node, "this operator gives no probabilities"));
            }
        }
        return findings;
    }

    private Finding fused(ForeignNode node, FusedOperator form) {
        Heads heads =
                switch (form) {
                    case GROUP_QUERY_ATTENTION -> groupQueryHeads(node);
                    case MULTI_HEAD_ATTENTION -> multiHeads(node);
                    case PACKED_ATTENTION -> packedHeads(node);
                    case ATTENTION -> standardHeads(node);
                };
        if (form == FusedOperator.PACKED_ATTENTION && node.number("do_rotary", 0) == 1) {
            return new Finding.Missing(node, "it rotates queries and keys inside (do_rotary)");
        }
        if (heads.isUnknown()) {
            return new Finding.Missing(node, "the graph does not say how many heads it has");
        }
        if (isCross(node, form)) {
            return new Finding.Other(node, "its keys are not those of its own tokens");
        }
        boolean causal =
                form == FusedOperator.GROUP_QUERY_ATTENTION
                        || node.number("unidirectional", 0) == 1
                        || node.number("is_causal", 0) == 1
                        || hasPast(node, form)
                        || masks(node, form).stream().anyMatch(evidence::isIn);
        return new Finding.Layer(
                node,
                new ProbabilitySource.Copy(node, form),
                (int) heads.query(),
                (int) heads.keyValue(),
                heads.size() > 0 ? (int) heads.size() : 0,
                causal,
                form.cache(node));
    }

    private boolean isCross(ForeignNode node, FusedOperator form) {
        return form != FusedOperator.PACKED_ATTENTION
                && !node.input(1).isEmpty()
                && CrossAttention.is(facts.origins(), node.input(0), node.input(1));
    }

    private boolean hasPast(ForeignNode node, FusedOperator form) {
        return form == FusedOperator.PACKED_ATTENTION
                ? facts.isPast(node.input(4))
                : facts.isPast(form.cache(node).pastKey());
    }

    private static List<String> masks(ForeignNode node, FusedOperator form) {
        return switch (form) {
            case GROUP_QUERY_ATTENTION -> List.of();
            case MULTI_HEAD_ATTENTION -> List.of(node.input(4), node.input(5));
            case PACKED_ATTENTION -> List.of(node.input(3), node.input(5));
            case ATTENTION -> List.of(node.input(3));
        };
    }

    /** Heads as far as they are known; 0 or less if not. */
    private record Heads(long query, long keyValue, long size) {
        boolean isUnknown() {
            return query < 1
                    || keyValue < 1
                    || query > ModelSpec.MAX_COUNT
                    || query % keyValue != 0
                    || size > Integer.MAX_VALUE;
        }
    }

    private Heads groupQueryHeads(ForeignNode node) {
        long query = node.number("num_heads", 0);
        long keyValue = node.number("kv_num_heads", 0);
        boolean packed = node.input(1).isEmpty();
        long width = facts.of(node.input(0)).dim(-1);
        long parts = packed ? query + 2 * keyValue : query;
        long size = width > 0 && parts > 0 ? width / parts : facts.of(node.input(3)).dim(3);
        if (size < 1 && node.number("rotary_embedding_dim", 0) == 0) {
            size = 2 * facts.of(node.input(7)).dim(1);
        }
        return new Heads(query, keyValue, size);
    }

    private Heads multiHeads(ForeignNode node) {
        long heads = node.number("num_heads", 0);
        Facts query = facts.of(node.input(0));
        long size = query.hasRank(3) && heads > 0 ? query.dim(2) / heads : query.dim(-1);
        return new Heads(heads, heads, size);
    }

    private Heads packedHeads(ForeignNode node) {
        long heads = node.number("num_heads", 0);
        List<Long> sizes = node.numbers("qkv_hidden_sizes").orElse(List.of());
        long width = sizes.isEmpty() ? facts.of(node.input(1)).dim(1) / 3 : sizes.get(0);
        boolean known = width > 0 && (sizes.isEmpty() || sizes.size() == 3);
        return new Heads(known ? heads : 0, heads, heads > 0 ? width / heads : 0);
    }

    private Heads standardHeads(ForeignNode node) {
        Facts query = facts.of(node.input(0));
        Facts key = facts.of(node.input(1));
        if (query.hasRank(4)) {
            long heads = query.dim(1);
            return new Heads(heads, key.dim(1) < 1 ? heads : key.dim(1), query.dim(3));
        }
        long heads = node.number("q_num_heads", 0);
        return new Heads(
                heads, node.number("kv_num_heads", heads), heads > 0 ? query.dim(2) / heads : 0);
    }
}
