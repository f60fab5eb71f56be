package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tokenizer library in a Java of its own: what it prints, and what it leaves behind. */
class TokenizerQuietTest {
    @TempDir private Path folder;

    @Test
    void printsNothingAndTakesTheLibraryInItsJar() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        java.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                        "-DDJL_CACHE_DIR=" + folder.resolve("cache"),
                                        TokenizerProgram.class.getName(),
                                        Goldens.TEACHING_MODEL.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(printed(output)).isEmpty();
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeBetween(1, 4)
                    .allMatch(file -> file.toString().contains("-cpu-"));
        }
    }

    /** From Java 24 on the JVM itself warns about native libraries, with an empty line behind. */
    private static List<String> printed(Path output) throws IOException {
        return Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .toList();
    }
}
