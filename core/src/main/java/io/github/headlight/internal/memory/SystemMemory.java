package io.github.headlight.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** What memory the system has left, and the container that this process may be in. */
public final class SystemMemory {
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path CONTAINER = Path.of("/sys/fs/cgroup");

    private SystemMemory() {}

    /** {@return the bytes that are left; empty where that cannot be known} */
    public static OptionalLong available() {
        return LongStream.concat(
                        meminfo().stream(),
                        LongStream.concat(
                                left("memory.max", "memory.current").stream(),
                                left("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes")
                                        .stream()))
                .min();
    }

    private static OptionalLong meminfo() {
        try {
            for (String line : Files.readAllLines(SYSTEM)) {
                if (line.startsWith("MemAvailable:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not Linux, or one that does not tell.
        }
        return OptionalLong.empty();
    }

    /**
     * Files in memory count as used by a container, but are given back when it needs the memory.
     */
    private static OptionalLong left(String limit, String used) {
        try {
            String most = Files.readString(CONTAINER.resolve(limit)).strip();
            long now = Long.parseLong(Files.readString(CONTAINER.resolve(used)).strip());
            return most.equals("max")
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(0, Long.parseLong(most) - now + cached(used)));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static long cached(String used) throws IOException {
        Path statistics = CONTAINER.resolve(used).resolveSibling("memory.stat");
        List<String> lines = Files.readAllLines(statistics);
        return lines.stream()
                .filter(
                        line ->
                                line.startsWith("inactive_file ")
                                        || line.startsWith("active_file "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }
}
