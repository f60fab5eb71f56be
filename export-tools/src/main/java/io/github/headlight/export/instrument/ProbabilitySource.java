package io.github.headlight.export.instrument;

/** Where the probabilities of a layer are, or what gives them. */
sealed interface ProbabilitySource {
    /**
     * A value of the graph.
     *
     * @param name of the value
     * @param rank its number of axes: {@code [batch · heads, query, key]}, {@code [batch, heads,
     *     query, key]} or {@code [batch, KV heads, group, query, key]}
     */
    record InGraph(String name, int rank) implements ProbabilitySource {}

    /**
     * An operator that gives them as another output. A copy of the node is asked, so that the node
     * itself computes as before: with that output runtimes choose other kernels, which round
     * otherwise.
     *
     * @param node the node
     * @param form of operator
     */
    record Copy(ForeignNode node, FusedOperator form) implements ProbabilitySource {}
}
