package io.github.headlight.analysis.advice;

/**
 * How much of the attention some tokens receive from some rows, beside what an even spread gives.
 *
 * @param share the tokens' part of the attention that the rows give to all tokens that count, all
 *     heads together: Σ A over rows, heads and these tokens / Σ A over rows, heads and all tokens
 *     that count, 0 to 1
 * @param even the same if each row spread that attention evenly over the tokens it can see, 0 to 1
 * @param rows the number of rows
 * @param tokens the number of tokens
 */
public record Share(double share, double even, int rows, int tokens) {

    /**
     * {@return how many times its even share the tokens receive; 1 where position alone decides}
     */
    public double lift() {
        return share / even;
    }
}
