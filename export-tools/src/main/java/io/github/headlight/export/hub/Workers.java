package io.github.headlight.export.hub;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs the parts of a pull, some at a time. */
final class Workers {
    /** More connections bring no more bytes, and hubs do not like them. */
    private static final int THREADS = 4;

    private static final long END_SECONDS = 30;

    private Workers() {}

    /**
     * Runs work in threads until all is done, or the first part of it fails: then the others end,
     * and its failure is thrown.
     */
    static void run(List<Runnable> work) {
        ExecutorService threads = threads(THREADS);
        try {
            ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(threads);
            work.forEach(part -> running.submit(part, null));
            for (int i = 0; i < work.size(); i++) {
                running.take().get();
            }
        } catch (InterruptedException e) {
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            end(threads);
        }
    }

    /** Threads that do not keep a program from ending. */
    static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(
                count,
                work -> {
                    Thread thread = new Thread(work, "headlight-pull");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Interrupts threads, and waits until they have closed their files. */
    static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the failure of another thread, to be thrown in this one} */
    static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException(e.getCause());
    }
}
