package io.github.headlight.internal.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes the runtime's environment, which a process has once.
 *
 * <p>Intentional, not a bug: ONNX Runtime 1.29 matches the process's command line with a recursive
 * regular expression when its environment is made, about half a kilobyte of stack for each
 * character. A class path or prompt of a few thousand characters overflows a usual stack and kills
 * the process, so the environment is made on a thread with room for it.
 */
final class OrtEnvironments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final long STACK_A_CHARACTER = 2048;
    private static final long USUAL_STACK = 4 << 20;

    private OrtEnvironments() {}

    static OrtEnvironment get() {
        CompletableFuture<OrtEnvironment> environment = new CompletableFuture<>();
        Runnable make =
                () -> {
                    try {
                        environment.complete(
                                OrtEnvironment.getEnvironment(
                                        OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "headlight"));
                    } catch (RuntimeException | Error e) {
                        environment.completeExceptionally(e);
                    }
                };
        long stack = USUAL_STACK + STACK_A_CHARACTER * commandLineLength();
        new Thread(null, make, "headlight-onnxruntime", stack).start();
        try {
            return environment.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private static long commandLineLength() {
        try {
            return Files.readAllBytes(COMMAND_LINE).length;
        } catch (IOException e) {
            // Not Linux: nothing there reads the command line.
            return 0;
        }
    }
}
