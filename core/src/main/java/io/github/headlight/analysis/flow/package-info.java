/**
 * How much of each input token reaches a token at the top, over all layers: attention rollout and
 * attention flow (Abnar and Zuidema 2020). Depends on {@code capture}, {@code tensor} and {@code
 * error}.
 *
 * <p>Both weigh a link by its probability alone. Captures do not hold the norms of the values that
 * a link carries, so that nothing here is weighted by them.
 */
package io.github.headlight.analysis.flow;
