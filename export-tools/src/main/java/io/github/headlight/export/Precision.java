package io.github.headlight.export;

/** What weights are computed in. */
public enum Precision {
    /** The best for the target: f32 on a CPU. */
    AUTO,
    /** 32-bit floats; 16-bit weights are widened when the model is loaded. */
    F32,
    /** 16-bit IEEE floats. */
    F16,
    /** The upper halves of 32-bit floats. */
    BF16,
    /**
     * Weights of linear layers and of the embedding in 4 bits, those of Q8_0 in 8, and all else as
     * with {@link #F32}. Blocks of Q4_0, Q4_1, Q4_K and Q8_0 are taken over without loss; others
     * are rounded, 32 weights at a time, to 16 evenly spaced values from the least to the greatest.
     */
    INT4
}
