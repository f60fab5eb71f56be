package io.github.headlight.examples.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The packaged command with this renderer's jar beside its own. */
class PackagedIT {
    private static final Path LIB = Path.of("..", "..", "cli", "target", "lib");
    private static final String MAIN = "io.github.headlight.cli.Headlight";

    /** Named by its manifest on the class path, by its file on the module path. */
    private static final String LISTED =
            "text +txt +(Headlight example: text renderer|headlight-example-text-renderer)";

    @TempDir Path folder;

    @Test
    void isFoundOnTheClassPath() throws Exception {
        String classPath = LIB + File.separator + "*" + File.pathSeparator + jar();
        assertThat(java("-cp", classPath, MAIN, "renderers")).containsPattern(LISTED);
    }

    @Test
    void isFoundOnTheModulePath() throws Exception {
        assertThat(
                        java(
                                "-p",
                                LIB + File.pathSeparator + jar(),
                                "--add-modules",
                                "ALL-MODULE-PATH",
                                "-m",
                                "io.github.headlight.cli/" + MAIN,
                                "renderers"))
                .containsPattern(LISTED);
    }

    @Test
    void drawsWhatTheCommandIsAskedFor() throws Exception {
        String classPath = LIB + File.separator + "*" + File.pathSeparator + jar();
        Path demo = folder.resolve("demo");
        java("-cp", classPath, MAIN, "demo", "--out", demo.toString());
        Path table = folder.resolve("table.txt");
        java(
                "-cp",
                classPath,
                MAIN,
                "render",
                demo.resolve("english.safetensors").toString(),
                "--view",
                "heatmap",
                "--format",
                "text",
                "--out",
                table.toString());
        assertThat(Files.readString(table)).startsWith("Layer 3 · mean over heads\n");
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    private static String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.awt.headless=true");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
