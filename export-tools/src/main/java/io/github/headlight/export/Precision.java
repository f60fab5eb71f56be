package io.github.headlight.export;

/** What weights are computed in. */
public enum Precision {
    /** The best for the target: f32 on a CPU; on CUDA the checkpoint's own 16 bits, else f32. */
    AUTO,
    /** 32-bit floats; 16-bit weights are widened when the model is loaded. */
    F32,
    /**
     * 16-bit IEEE floats for CUDA. Weights that a checkpoint holds so are used where they are;
     * others are rounded and written beside the model, and refused where they are too large.
     */
    F16,
    /**
     * The upper halves of 32-bit floats for CUDA; no kernels on the CPU. Weights that a checkpoint
     * holds so are used where they are; others are rounded and written beside the model.
     */
    BF16,
    /**
     * Weights of layers, of the embedding and of the head in 4 bits, and all else as with {@link
     * #F32}. Blocks of Q4_0, Q4_1, Q4_K and Q8_0 (which stays in 8 bits) are taken over without
     * loss. Others are rounded, 32 weights at a time: in layers to 16 evenly spaced values from the
     * least to the greatest, in embedding and head to 8 bits.
     */
    INT4
}
