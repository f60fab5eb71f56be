package io.github.headlight.session;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is opened. Immutable; the {@code with} methods give a changed copy.
 *
 * @param device where it runs
 * @param threads threads of one operator on the CPU, 0 for one a core
 * @param weights the folder of the weights, if it is not the one that the model names
 * @param tokenizer the folder of tokenizer.json, if it lies neither beside the model nor beside the
 *     weights
 * @param memory how much memory a capture may need
 * @param cudaOptions how a CUDA device is used
 * @param clock tells when something is captured
 */
public record SessionConfig(
        Device device,
        int threads,
        Optional<Path> weights,
        Optional<Path> tokenizer,
        MemoryBudget memory,
        CudaOptions cudaOptions,
        InstantSource clock) {

    public SessionConfig {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(cudaOptions, "cudaOptions");
        Objects.requireNonNull(clock, "clock");
        if (threads < 0 || threads > 4096) {
            throw new IllegalArgumentException("threads: expected 0 to 4096, found " + threads);
        }
    }

    /** {@return CUDA if it can be had, else the CPU with a warning that says why} */
    public static SessionConfig auto() {
        return on(Device.AUTO);
    }

    /** {@return the CPU} */
    public static SessionConfig cpu() {
        return on(Device.CPU);
    }

    /** {@return the first CUDA device} */
    public static SessionConfig cuda() {
        return on(new Device.Cuda(0));
    }

    /**
     * {@return the first CUDA device}
     *
     * @param options how it is used
     */
    public static SessionConfig cuda(CudaOptions options) {
        return cuda().withCuda(options);
    }

    /**
     * {@return a device}
     *
     * @param device where the model runs
     */
    public static SessionConfig on(Device device) {
        return new SessionConfig(
                device,
                0,
                Optional.empty(),
                Optional.empty(),
                MemoryBudget.SYSTEM,
                CudaOptions.DEFAULT,
                InstantSource.system());
    }

    /**
     * {@return a copy with another number of threads}
     *
     * @param number threads of one operator on the CPU, 0 for one a core
     */
    public SessionConfig withThreads(int number) {
        return new SessionConfig(device, number, weights, tokenizer, memory, cudaOptions, clock);
    }

    /**
     * {@return a copy with another folder of weights}
     *
     * @param folder where the weight files are
     */
    public SessionConfig withWeights(Path folder) {
        return new SessionConfig(
                device, threads, Optional.of(folder), tokenizer, memory, cudaOptions, clock);
    }

    /**
     * {@return a copy with another tokenizer}
     *
     * @param folder where tokenizer.json is
     */
    public SessionConfig withTokenizer(Path folder) {
        return new SessionConfig(
                device, threads, weights, Optional.of(folder), memory, cudaOptions, clock);
    }

    /**
     * {@return a copy with another limit of memory}
     *
     * @param budget how much memory a capture may need
     */
    public SessionConfig withMemory(MemoryBudget budget) {
        return new SessionConfig(device, threads, weights, tokenizer, budget, cudaOptions, clock);
    }

    /**
     * {@return a copy that uses a CUDA device in another way}
     *
     * @param options how it is used
     */
    public SessionConfig withCuda(CudaOptions options) {
        return new SessionConfig(device, threads, weights, tokenizer, memory, options, clock);
    }

    /**
     * {@return a copy with another clock; a fixed one makes the same capture the same file}
     *
     * @param source tells when something is captured
     */
    public SessionConfig withClock(InstantSource source) {
        return new SessionConfig(device, threads, weights, tokenizer, memory, cudaOptions, source);
    }
}
