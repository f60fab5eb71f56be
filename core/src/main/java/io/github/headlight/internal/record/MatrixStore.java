package io.github.headlight.internal.record;

import io.github.headlight.tensor.AttentionMatrix;

import java.nio.ByteBuffer;
import java.util.List;

/** Where the rows of matrices go. */
interface MatrixStore {
    /**
     * Takes the rows of a block.
     *
     * @param output number of the output that they come from
     * @param cells {@code [matrix, row, key]}, from 0
     * @param block which rows
     */
    void put(int output, ByteBuffer cells, Block block);

    /** {@return all matrices, with so many rows; none if they went elsewhere} */
    List<AttentionMatrix> matrices(int rows);
}
