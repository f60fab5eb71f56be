package io.github.headlight.export.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks for attention where it cannot be had: in branches and loops, and in functions. */
final class InnerGraphs {
    private static final int MAX_DEPTH = 32;
    private static final int NODE = 1;

    private InnerGraphs() {}

    /** {@return the places where there may be attention, in words} */
    static List<String> describe(ForeignModel model) {
        List<String> places = new ArrayList<>();
        for (ForeignNode node : model.graph().nodes()) {
            int found = count(node, 0);
            if (found > 0) {
                places.add(
                        node
                                + ": "
                                + found
                                + " in its inner graphs; save the model without branches or loops");
            }
            if (model.functions().contains(node.domain() + "." + node.op())) {
                places.add(
                        node
                                + ": is a function that the model defines; inline its functions first");
            }
        }
        return places;
    }

    private static int count(ForeignNode owner, int depth) {
        int found = 0;
        for (WireMessage graph : owner.graphs()) {
            if (depth == MAX_DEPTH) {
                throw graph.invalid("graphs are nested more than " + MAX_DEPTH + " deep");
            }
            WireReader reader = graph.fields();
            while (reader.next()) {
                if (reader.isBytes(NODE)) {
                    ForeignNode node = ForeignNode.of(0, reader.message());
                    boolean candidate =
                            node.op().contains("Softmax")
                                    || node.op().toLowerCase(Locale.ROOT).contains("attention");
                    found += (candidate ? 1 : 0) + count(node, depth + 1);
                }
            }
        }
        return found;
    }
}
