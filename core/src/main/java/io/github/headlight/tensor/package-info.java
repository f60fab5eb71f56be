/**
 * Attention probabilities and logits as typed views over flat buffers, off the heap or mapped;
 * views copy nothing. A leaf: depends on the JDK only.
 */
package io.github.headlight.tensor;
