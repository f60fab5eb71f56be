package io.github.headlight.internal.record;

/**
 * An output that holds whole matrices.
 *
 * @param name of the output
 * @param matrices how many
 * @param hasHeads whether the output has an axis for them
 */
record MatrixOutput(String name, int matrices, boolean hasHeads) {

    long[] shape(Block block) {
        return hasHeads
                ? new long[] {1, matrices, block.rows(), block.total()}
                : new long[] {1, block.rows(), block.total()};
    }
}
