package io.github.headlight.internal.ort;

import java.util.Map;
import java.util.Optional;

/**
 * How the runtime is set up.
 *
 * @param cuda the CUDA device, if it is not the CPU
 * @param threads threads of one operator, 0 for one a core
 * @param packs whether the runtime packs weights its own way, which its products with 4-bit weights
 *     need
 */
public record EngineOptions(Optional<Cuda> cuda, int threads, boolean packs) {
    /**
     * A CUDA device.
     *
     * @param device its number
     * @param settings names and values as the runtime's CUDA provider has them
     */
    public record Cuda(int device, Map<String, String> settings) {
        public Cuda {
            settings = Map.copyOf(settings);
        }
    }
}
