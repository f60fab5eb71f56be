package io.github.headlight.internal.record;

/**
 * Tokens that a model reads in one run.
 *
 * @param past how many it has read before
 * @param rows how many it reads now
 */
public record Block(int past, int rows) {
    /** {@return how many it has read then: the number of keys of each row} */
    public int total() {
        return past + rows;
    }
}
