package io.github.headlight.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class in a process of its own, with a small heap, where nothing else takes memory. */
final class OwnProcess {
    private OwnProcess() {}

    /** The last line that its main method prints. */
    static String run(Class<?> main, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xms24m",
                                "-Xmx512m",
                                "-XX:MaxDirectMemorySize=6g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        // Where the JDK would warn of it, memory is freed only if that is allowed.
        if (Runtime.version().feature() >= 24) {
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output.lines().reduce((first, last) -> last).orElse("");
    }
}
