package io.github.headlight.export.instrument;

/**
 * What is found on the way back from the keys, or values, of a product: how many heads they have
 * before they are repeated for the query heads that share them, and the cache they are added to.
 *
 * @param kvHeads their heads, 0 if not known
 * @param past the input that they are added to, empty if there is none
 * @param present the value that holds both, empty if there is none
 */
record KeyTrace(long kvHeads, String past, String present) {
    private static final int MAX_STEPS = 64;

    static KeyTrace of(GraphFacts facts, String start) {
        long kvHeads = 0;
        String value = start;
        for (int step = 0; step < MAX_STEPS; step++) {
            ForeignNode node = facts.graph().producer(value);
            if (node == null || !node.domain().isEmpty()) {
                break;
            }
            Facts first = facts.of(node.input(0));
            switch (node.op()) {
                case "Expand", "Tile" -> {
                    if (first.hasRank(5) && first.dim(2) == 1 && first.dim(1) > 0) {
                        kvHeads = first.dim(1);
                    }
                    value = node.input(0);
                }
                case "Transpose",
                        "Reshape",
                        "Cast",
                        "Identity",
                        "Unsqueeze",
                        "Squeeze",
                        "Slice",
                        "DynamicQuantizeLinear" ->
                        value = node.input(0);
                case "Mul", "Div", "Add", "Where" ->
                        value =
                                facts.origins().isConstant(node.input(0))
                                                || node.op().equals("Where")
                                        ? node.input(1)
                                        : node.input(0);
                case "Concat" -> {
                    for (String part : node.inputs()) {
                        if (facts.isPast(part)) {
                            long known = facts.of(part).hasRank(4) ? facts.of(part).dim(1) : 0;
                            return new KeyTrace(known > 0 ? known : kvHeads, part, node.output(0));
                        }
                    }
                    return new KeyTrace(kvHeads, "", "");
                }
                default -> {
                    return new KeyTrace(kvHeads, "", "");
                }
            }
        }
        return new KeyTrace(kvHeads, "", "");
    }

    boolean hasPast() {
        return !past.isEmpty();
    }
}
