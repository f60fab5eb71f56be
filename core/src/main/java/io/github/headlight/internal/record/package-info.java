/**
 * What becomes of a model's outputs while it runs: for each part of a plan a recorder that gives
 * the runtime memory for a block and collects what it wrote there. Depends on {@code capture},
 * {@code tensor}, {@code model}, {@code internal.memory} and {@code internal.ort}.
 */
package io.github.headlight.internal.record;
