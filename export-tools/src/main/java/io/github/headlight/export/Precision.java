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
    /** Weights in 4 bits. */
    INT4
}
