package io.github.headlight.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the driver's own command says of the first GPU. */
final class NvidiaSmi {
    private NvidiaSmi() {}

    /** {@return name and driver, as {@code NVIDIA H100 80GB HBM3, 570.86.15}} */
    static Optional<String> nameAndDriver() {
        return query("name,driver_version");
    }

    /** {@return bytes that are in use, by all processes} */
    static Optional<Long> usedBytes() {
        return query("memory.used")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Long.parseLong(text) << 20);
    }

    private static Optional<String> query(String fields) {
        try {
            Process process =
                    new ProcessBuilder(
                                    "nvidia-smi",
                                    "--id=0",
                                    "--query-gpu=" + fields,
                                    "--format=csv,noheader,nounits")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            return Optional.of(text.strip()).filter(line -> !line.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
