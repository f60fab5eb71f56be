package io.github.headlight.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** What this process has in memory, pages of files left out. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "RssAnon:";

    private ResidentMemory() {}

    static boolean isKnown() {
        return Files.isReadable(STATUS) && now() > 0;
    }

    /** In bytes. */
    static long now() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(FIELD)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In bytes, with the Java heap as small as it gets. */
    static long settled() {
        System.gc();
        return now();
    }

    /** Some work. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** How much more there was at the most while some work was done. */
    static long growth(Work work) throws Exception {
        long before = settled();
        AtomicLong most = new AtomicLong(before);
        Thread watcher =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                most.accumulateAndGet(now(), Math::max);
                            }
                        });
        watcher.setDaemon(true);
        watcher.start();
        try {
            work.run();
        } finally {
            watcher.interrupt();
            watcher.join();
        }
        return most.get() - before;
    }
}
