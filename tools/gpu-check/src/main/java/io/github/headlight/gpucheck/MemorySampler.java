package io.github.headlight.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The most memory that is used while something runs: resident memory of this process, and on a GPU
 * what the device has given to all processes. Samples are some 50 ms apart, so short peaks are
 * missed.
 */
final class MemorySampler implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long PAUSE_MS = 50;

    private final AtomicLong host = new AtomicLong();
    private final AtomicLong device = new AtomicLong();
    private final boolean hasDevice;
    private final Thread thread = new Thread(this::sample, "memory-sampler");
    private volatile boolean running = true;

    MemorySampler(boolean hasDevice) {
        this.hasDevice = hasDevice;
        thread.setDaemon(true);
        thread.start();
    }

    private void sample() {
        while (running) {
            host.accumulateAndGet(resident(), Math::max);
            if (hasDevice) {
                device.accumulateAndGet(NvidiaSmi.usedBytes().orElse(0L), Math::max);
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** {@return the most bytes of the process so far, if the system says} */
    OptionalLong hostBytes() {
        host.accumulateAndGet(resident(), Math::max);
        return host.get() == 0 ? OptionalLong.empty() : OptionalLong.of(host.get());
    }

    /** {@return the most bytes of the device so far, if there is one} */
    OptionalLong deviceBytes() {
        return device.get() == 0 ? OptionalLong.empty() : OptionalLong.of(device.get());
    }

    private static long resident() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.UTF_8)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
