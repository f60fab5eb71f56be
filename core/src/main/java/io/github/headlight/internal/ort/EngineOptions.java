package io.github.headlight.internal.ort;

/**
 * How the runtime is set up.
 *
 * @param cudaDevice the CUDA device, or −1 for the CPU
 * @param threads threads of one operator, 0 for one a core
 * @param packs whether the runtime packs weights its own way, which its products with 4-bit weights
 *     need
 */
public record EngineOptions(int cudaDevice, int threads, boolean packs) {
    /** {@return whether a CUDA device is asked for} */
    public boolean cuda() {
        return cudaDevice >= 0;
    }
}
