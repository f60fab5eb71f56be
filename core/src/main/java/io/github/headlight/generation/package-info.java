/**
 * How a model's answer is written: what is chosen next, when the answer is over, what else the
 * model might have written. Pure computation on logits and bytes, without a model beneath. Depends
 * on {@code error} and {@code model}.
 */
package io.github.headlight.generation;
