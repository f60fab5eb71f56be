package io.github.headlight.session;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How a model uses a CUDA device. Immutable; the {@code with} methods give a changed copy.
 *
 * <p>CUDA graphs are not among the options: they replay one run with the same shapes at the same
 * addresses, but blocks grow with the tokens before them, and the runtime's Java API gives inputs
 * and outputs no addresses on the device.
 *
 * @param memoryLimit the most bytes that the device is to give, if there is a limit: captures are
 *     refused whose estimate is above it, and the runtime takes no more for weights and results,
 *     though some for its libraries
 * @param arena how much memory is taken from the device when more is needed
 * @param tf32 whether products of f32 numbers may round them to 10 bits first; where it is not
 *     said, only with models in 16 bits. Their queries and keys have no more, so that scores lose
 *     nothing; means over heads and statistics can be off by a 2,000th of their value
 * @param kernel of fused attention, if the runtime is not to choose
 * @param cudnn whether cuDNN may be used; without it pooled and stats cannot be captured
 */
public record CudaOptions(
        OptionalLong memoryLimit,
        Arena arena,
        Optional<Boolean> tf32,
        Optional<Kernel> kernel,
        boolean cudnn) {
    /** As much memory as there is, and the runtime's choice of kernels. */
    public static final CudaOptions DEFAULT =
            new CudaOptions(
                    OptionalLong.empty(),
                    Arena.AS_REQUESTED,
                    Optional.empty(),
                    Optional.empty(),
                    true);

    /** Below this a device cannot do anything. */
    private static final long LEAST_MEMORY = 1L << 20;

    public CudaOptions {
        Objects.requireNonNull(arena, "arena");
        if (memoryLimit.isPresent() && memoryLimit.getAsLong() < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "device memory: expected at least "
                            + LEAST_MEMORY
                            + " bytes, found "
                            + memoryLimit.getAsLong());
        }
    }

    /** How an arena grows. */
    public enum Arena {
        /** By what is needed. */
        AS_REQUESTED("kSameAsRequested"),
        /** In steps that double: fewer requests, and up to twice the memory. */
        DOUBLING("kNextPowerOfTwo");

        private final String key;

        Arena(String key) {
            this.key = key;
        }
    }

    /** Kernels of fused attention; which of them a device has depends on its generation. */
    public enum Kernel {
        /** Flash attention, from compute capability 8.0 on. */
        FLASH(1),
        /** Memory-efficient attention. */
        EFFICIENT(2),
        /** That of cuDNN. */
        CUDNN(8),
        /** Plain products and softmax, which hold all scores. */
        MATH(16);

        private final int bit;

        Kernel(int bit) {
            this.bit = bit;
        }
    }

    /**
     * {@return a copy with a limit of memory}
     *
     * @param bytes the most that the device is to give
     */
    public CudaOptions withMemoryLimit(long bytes) {
        return new CudaOptions(OptionalLong.of(bytes), arena, tf32, kernel, cudnn);
    }

    /**
     * {@return a copy with another arena}
     *
     * @param strategy how it grows
     */
    public CudaOptions withArena(Arena strategy) {
        return new CudaOptions(memoryLimit, strategy, tf32, kernel, cudnn);
    }

    /**
     * {@return a copy that says whether products of f32 numbers may round them to 10 bits}
     *
     * @param allowed whether they may
     */
    public CudaOptions withTf32(boolean allowed) {
        return new CudaOptions(memoryLimit, arena, Optional.of(allowed), kernel, cudnn);
    }

    /**
     * {@return a copy with one kernel of fused attention, for figures that can be repeated}
     *
     * @param only the kernel
     */
    public CudaOptions withKernel(Kernel only) {
        return new CudaOptions(memoryLimit, arena, tf32, Optional.of(only), cudnn);
    }

    /** {@return a copy that does without cuDNN} */
    public CudaOptions withoutCudnn() {
        return new CudaOptions(memoryLimit, arena, tf32, kernel, false);
    }

    /** Names and values as the runtime has them. */
    Map<String, String> settings(boolean half) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("arena_extend_strategy", arena.key);
        settings.put("use_tf32", tf32.orElse(half) ? "1" : "0");
        memoryLimit.ifPresent(limit -> settings.put("gpu_mem_limit", Long.toString(limit)));
        kernel.ifPresent(only -> settings.put("sdpa_kernel", Integer.toString(only.bit)));
        if (!cudnn) {
            settings.put("enable_cudnn", "0");
        }
        return settings;
    }
}
