package io.github.headlight.export.instrument;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for a mask that hides from each token those behind it: a triangle that the graph holds or
 * makes, or positions that it compares with each other. A mask made by comparing what is padding,
 * or how far apart two tokens are, is none.
 */
final class CausalEvidence {
    private static final int MAX_VISITED = 2000;
    private static final int MAX_MOVES = 16;
    private static final int CORNER = 64;

    private static final Set<String> COMPARISONS =
            Set.of("Less", "LessOrEqual", "Greater", "GreaterOrEqual");

    /** Through all inputs of these a mask may come. */
    private static final Set<String> COMBINING =
            Set.of(
                    "Add", "Sub", "Mul", "Div", "Where", "And", "Or", "Xor", "Not", "Equal", "Max",
                    "Min", "Concat", "Clip", "Neg");

    /** Through the first input of these. */
    private static final Set<String> MOVING =
            Set.of(
                    "Cast",
                    "Identity",
                    "Unsqueeze",
                    "Squeeze",
                    "Reshape",
                    "Expand",
                    "Slice",
                    "Gather",
                    "GatherND",
                    "Transpose",
                    "Tile",
                    "ScatterND");

    private final GraphFacts facts;

    /** Masks that many layers share are looked at once. */
    private final Map<String, Boolean> triangles = new HashMap<>();

    CausalEvidence(GraphFacts facts) {
        this.facts = facts;
    }

    /**
     * {@return whether there is such a mask}
     *
     * @param start the value to look at, and behind
     */
    boolean isIn(String start) {
        return isIn(start, Set.of());
    }

    /**
     * {@return whether there is such a mask}
     *
     * @param start the value to look at, and behind
     * @param without values not to look behind
     */
    boolean isIn(String start, Set<String> without) {
        Deque<String> open = new ArrayDeque<>(List.of(start));
        Set<String> seen = new HashSet<>(without);
        while (!open.isEmpty() && seen.size() < MAX_VISITED) {
            String value = open.pop();
            if (value.isEmpty() || !seen.add(value)) {
                continue;
            }
            if (triangles.computeIfAbsent(value, this::isTriangle)) {
                return true;
            }
            ForeignNode node = facts.graph().producer(value);
            if (node == null || !node.domain().isEmpty()) {
                continue;
            }
            if (node.op().equals("Trilu") || comparesPositions(node)) {
                return true;
            }
            if (COMBINING.contains(node.op())) {
                node.firstInputs().forEach(open::push);
            } else if (MOVING.contains(node.op())) {
                open.push(node.input(0));
            }
        }
        return false;
    }

    /** Whether two positions are compared, or their difference with a number. */
    private boolean comparesPositions(ForeignNode node) {
        if (!COMPARISONS.contains(node.op())) {
            return false;
        }
        String left = node.input(0);
        String right = node.input(1);
        Origins origins = facts.origins();
        if (origins.isConstant(left) || origins.isConstant(right)) {
            String other = origins.isConstant(left) ? right : left;
            return isDifference(other);
        }
        return !isMadeBy(left, "Abs") && !isMadeBy(right, "Abs");
    }

    private boolean isDifference(String value) {
        ForeignNode node = moved(value);
        return node != null
                && node.is("Sub")
                && !facts.origins().isConstant(node.input(0))
                && !facts.origins().isConstant(node.input(1));
    }

    private boolean isMadeBy(String value, String op) {
        ForeignNode node = moved(value);
        return node != null && node.is(op);
    }

    /** The node that made a value, before its axes or type were changed. */
    private ForeignNode moved(String value) {
        ForeignNode node = facts.graph().producer(value);
        for (int step = 0; step < MAX_MOVES && node != null && MOVING.contains(node.op()); step++) {
            node = facts.graph().producer(node.input(0));
        }
        return node;
    }

    /** Whether a value is a tensor of the graph that is a triangle. */
    private boolean isTriangle(String value) {
        ForeignTensor tensor = facts.graph().initializers().get(value);
        if (tensor != null) {
            return isTriangle(tensor);
        }
        ForeignNode node = facts.graph().producer(value);
        return node != null
                && node.is("Constant")
                && node.tensor("value").filter(CausalEvidence::isTriangle).isPresent();
    }

    /** Whether a tensor holds one value above its diagonal and another elsewhere. */
    private static boolean isTriangle(ForeignTensor tensor) {
        List<Long> dims = tensor.dims();
        int rank = dims.size();
        if (rank < 2 || dims.subList(0, rank - 2).stream().anyMatch(dim -> dim != 1)) {
            return false;
        }
        long size = dims.get(rank - 1);
        Optional<ByteBuffer> raw = tensor.raw();
        if (size < 2 || size > 1 << 15 || dims.get(rank - 2) != size || raw.isEmpty()) {
            return false;
        }
        int width = (int) (raw.get().remaining() / (size * size));
        if (width < 1 || raw.get().remaining() != width * size * size) {
            return false;
        }
        ByteBuffer above = cell(raw.get(), width, size, 0, 1);
        ByteBuffer below = cell(raw.get(), width, size, 1, 0);
        if (above.equals(below)) {
            return false;
        }
        for (int row = 0; row < Math.min(size, CORNER); row++) {
            for (int column = 0; column < Math.min(size, CORNER); column++) {
                ByteBuffer expected = column > row ? above : below;
                if (!cell(raw.get(), width, size, row, column).equals(expected)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static ByteBuffer cell(ByteBuffer raw, int width, long size, int row, int column) {
        return raw.slice((int) ((row * size + column) * width), width);
    }
}
