package io.github.headlight.session;

import io.github.headlight.internal.memory.SystemMemory;

/**
 * How much memory a capture may need. It is compared with an estimate before anything runs.
 *
 * @param bytes the most, or {@link #AVAILABLE}
 */
public record MemoryBudget(long bytes) {
    /** In place of a number: what the system, or the container, has left when a capture starts. */
    public static final long AVAILABLE = -1;

    /** What is left when a capture starts. */
    public static final MemoryBudget SYSTEM = new MemoryBudget(AVAILABLE);

    public MemoryBudget {
        if (bytes < AVAILABLE) {
            throw new IllegalArgumentException(
                    "memory budget: expected 0 bytes or more, found " + bytes);
        }
    }

    /** The most bytes, now; all there are where the system does not say what it has left. */
    long now() {
        return bytes == AVAILABLE ? SystemMemory.available().orElse(Long.MAX_VALUE) : bytes;
    }
}
