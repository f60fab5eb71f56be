package io.github.headlight.internal.ort;

/**
 * What a loaded model can do.
 *
 * @param hasCache whether it keeps keys and values, so that tokens can be read one block after
 *     another; without, it reads all of a sequence at once
 * @param hasLogits whether it gives logits; without, it cannot write
 * @param limitsLogits whether it gives the logits of the last rows only, as many as are asked for;
 *     else those of all rows that it reads
 * @param halfLogits whether it gives logits in 16 bits, which are there beside the floats that they
 *     are widened to
 */
public record EngineTraits(
        boolean hasCache, boolean hasLogits, boolean limitsLogits, boolean halfLogits) {}
