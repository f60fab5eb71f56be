package io.github.headlight.export.instrument;

import io.github.headlight.error.Excerpt;
import io.github.headlight.model.ModelContract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the inputs and outputs of a model are for, as names of {@link ModelContract}, and the sizes
 * that only its tables tell.
 *
 * @param inputs roles by the graph's names
 * @param outputs roles by the graph's names
 * @param vocabulary rows of the embedding, 0 if not known
 * @param context the most positions that the graph has a table for, 0 if not known
 * @param notes what was not found, in words
 */
record ModelRoles(
        Map<String, String> inputs,
        Map<String, String> outputs,
        int vocabulary,
        int context,
        List<String> notes) {
    private static final int MAX_ROWS = 1 << 30;

    /** {@return the roles in a graph} */
    static ModelRoles of(GraphFacts facts, List<Finding.Layer> layers) {
        return new Search(facts, layers).run();
    }

    private static final class Search {
        private final GraphFacts facts;
        private final ForeignGraph graph;
        private final List<Finding.Layer> layers;
        private final Map<String, String> inputs = new TreeMap<>();
        private final Map<String, String> outputs = new TreeMap<>();
        private final List<String> notes = new ArrayList<>();

        Search(GraphFacts facts, List<Finding.Layer> layers) {
            this.facts = facts;
            this.graph = facts.graph();
            this.layers = layers;
        }

        ModelRoles run() {
            Optional<Facts> table = vocabularyTable();
            int vocabulary = table.map(found -> rows(found.dim(0))).orElse(0);
            if (vocabulary == 0) {
                notes.add(
                        "no embedding of token ids was found: the size of the vocabulary is not known");
            }
            int context = context(table);
            single(InputKind.IDS, ModelContract.INPUT_IDS);
            single(InputKind.MASK, ModelContract.ATTENTION_MASK);
            single(InputKind.POSITIONS, ModelContract.POSITION_IDS);
            single(InputKind.TYPES, ModelContract.TOKEN_TYPE_IDS);
            cache();
            logits(vocabulary);
            List<String> unknown =
                    graph.inputs().stream()
                            .map(ForeignValue::name)
                            .filter(name -> !inputs.containsKey(name))
                            .toList();
            if (!unknown.isEmpty()) {
                notes.add(
                        "inputs that Headlight does not give: "
                                + Excerpt.of(String.join(", ", unknown)));
            }
            return new ModelRoles(inputs, outputs, vocabulary, context, notes);
        }

        private void single(InputKind kind, String role) {
            List<ForeignValue> found =
                    graph.inputs().stream()
                            .filter(input -> facts.inputs().get(input.name()) == kind)
                            .toList();
            found.stream()
                    .filter(input -> input.name().equals(role))
                    .findFirst()
                    .or(() -> found.stream().findFirst())
                    .ifPresentOrElse(
                            input -> inputs.put(input.name(), role),
                            () -> {
                                if (kind == InputKind.IDS) {
                                    notes.add("no input of token ids was found");
                                }
                            });
        }

        private void cache() {
            for (int layer = 0; layer < layers.size(); layer++) {
                Cache cache = layers.get(layer).cache();
                if (facts.isPast(cache.pastKey()) && facts.isPast(cache.pastValue())) {
                    inputs.put(cache.pastKey(), ModelContract.pastKey(layer));
                    inputs.put(cache.pastValue(), ModelContract.pastValue(layer));
                    present(cache.presentKey(), ModelContract.presentKey(layer));
                    present(cache.presentValue(), ModelContract.presentValue(layer));
                }
            }
        }

        private void present(String value, String role) {
            List<String> names = new ArrayList<>(List.of(value));
            for (ForeignNode node : graph.consumers(value)) {
                if (node.is("Identity") || node.is("Cast")) {
                    names.add(node.output(0));
                }
            }
            names.stream()
                    .filter(graph::isOutput)
                    .findFirst()
                    .ifPresentOrElse(
                            name -> outputs.put(name, role),
                            () -> notes.add("no output holds " + role));
        }

        /** An output of the name that holds something else is said to, or it is taken for them. */
        private void logits(int vocabulary) {
            Optional<ForeignValue> found =
                    graph.outputs().stream()
                            .filter(output -> vocabulary > 0 && isLogits(output, vocabulary))
                            .findFirst();
            if (found.isPresent()) {
                outputs.put(found.get().name(), ModelContract.LOGITS);
            } else if (graph.isOutput(ModelContract.LOGITS)) {
                outputs.put(ModelContract.LOGITS, ModelContract.OTHER + ModelContract.LOGITS);
                notes.add(
                        "output logits does not hold a number for each id of the vocabulary: the"
                                + " model cannot write");
            }
        }

        private boolean isLogits(ForeignValue output, int vocabulary) {
            Facts of = facts.of(output.name()).or(output.facts());
            if (!of.hasRank(3)) {
                return false;
            }
            return of.dim(2) == Facts.ANY
                    ? output.name().equals(ModelContract.LOGITS)
                    : of.dim(2) == vocabulary;
        }

        /** The largest table that token ids choose rows of. */
        private Optional<Facts> vocabularyTable() {
            return tables().filter(
                            node -> facts.origins().content(node.input(1)) == InputKind.IDS.bit())
                    .map(node -> facts.of(node.input(0)))
                    .max((a, b) -> Long.compare(a.dim(0), b.dim(0)));
        }

        /**
         * Rows of the smallest table of positions: one as wide as the vocabulary's that is not
         * chosen from by ids or types themselves.
         */
        private int context(Optional<Facts> vocabulary) {
            Optional<ForeignNode> fused = embedding();
            if (fused.isPresent()) {
                return rows(facts.of(fused.get().input(3)).dim(0));
            }
            long learned =
                    tables().filter(
                                    node ->
                                            !facts.origins()
                                                    .comesFrom(node.input(1), InputKind.TYPES))
                            .map(node -> contextOf(node, vocabulary))
                            .filter(rows -> rows > 0)
                            .min(Long::compare)
                            .orElse(0L);
            long rotary =
                    layers.stream()
                            .map(Finding.Layer::node)
                            .filter(node -> node.isMicrosoft("GroupQueryAttention"))
                            .mapToLong(node -> facts.of(node.input(7)).dim(0))
                            .filter(rows -> rows > 0)
                            .min()
                            .orElse(0);
            return rows(learned > 0 ? learned : rotary);
        }

        private long contextOf(ForeignNode node, Optional<Facts> vocabulary) {
            Facts table = facts.of(node.input(0));
            if (vocabulary.isEmpty()
                    || table.dim(1) != vocabulary.get().dim(1)
                    || table.dim(0) == vocabulary.get().dim(0)
                    || table.dim(0) <= 2) {
                return 0;
            }
            // RoBERTa and OPT count the tokens that are not padding, from two on.
            boolean counted =
                    facts.origins().comesFrom(node.input(1), InputKind.IDS)
                            || facts.origins().comesFrom(node.input(1), InputKind.MASK);
            return counted ? table.dim(0) - 2 : table.dim(0);
        }

        /** The operator that adds up the rows of tokens, positions and types. */
        private Optional<ForeignNode> embedding() {
            return graph.nodes().stream()
                    .filter(node -> node.isMicrosoft("EmbedLayerNormalization"))
                    .findFirst();
        }

        private Stream<ForeignNode> tables() {
            return graph.nodes().stream()
                    .filter(node -> node.is("Gather") || node.isMicrosoft("GatherBlockQuantized"))
                    .filter(node -> facts.origins().isConstant(node.input(0)))
                    .filter(node -> facts.of(node.input(0)).hasRank(2))
                    .filter(node -> facts.of(node.input(0)).dim(1) > 1);
        }

        private static int rows(long rows) {
            return rows > 0 && rows <= MAX_ROWS ? (int) rows : 0;
        }
    }
}
