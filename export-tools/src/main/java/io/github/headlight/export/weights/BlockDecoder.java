package io.github.headlight.export.weights;

/** Turns one block of a type into its numbers. */
@FunctionalInterface
interface BlockDecoder {
    /**
     * Decodes a block.
     *
     * @param stored holds the block
     * @param at its first byte
     * @param values where the numbers go
     * @param to the first of them
     */
    void decode(byte[] stored, int at, float[] values, int to);
}
