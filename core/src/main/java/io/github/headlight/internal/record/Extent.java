package io.github.headlight.internal.record;

/**
 * How large a capture will be.
 *
 * @param blockRows the most rows of a block
 * @param rows how many rows there will be, or at least, if more are generated
 * @param isExact whether there will be just so many
 */
public record Extent(int blockRows, int rows, boolean isExact) {}
