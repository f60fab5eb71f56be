package io.github.headlight.export;

/** Where a model is to run. */
public enum Target {
    /** The CPU. In 16 bits the graphs of both targets are the same. */
    CPU,
    /**
     * CUDA: no operator that has no kernel there. Such a model runs on the CPU too, but in f32 and
     * int4 its attention is slower than that of a model for the CPU, and in bf16 it does not.
     */
    CUDA
}
