package io.github.headlight.export.instrument;

/** What became of a node that looks like attention. */
sealed interface Finding {
    /** The node. */
    ForeignNode node();

    /**
     * A layer of attention.
     *
     * @param node the node that makes the probabilities
     * @param source where they are
     * @param heads query heads
     * @param kvHeads key/value heads
     * @param headSize size of one head, 0 if not known
     * @param causal whether a token cannot see those behind it
     * @param cache where its keys and values are kept
     */
    record Layer(
            ForeignNode node,
            ProbabilitySource source,
            int heads,
            int kvHeads,
            int headSize,
            boolean causal,
            Cache cache)
            implements Finding {}

    /**
     * No layer of self-attention.
     *
     * @param node the node
     * @param reason why not
     */
    record Other(ForeignNode node, String reason) implements Finding {}

    /**
     * Attention whose probabilities cannot be had.
     *
     * @param node the node
     * @param reason why not
     */
    record Missing(ForeignNode node, String reason) implements Finding {}
}
