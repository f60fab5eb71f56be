package io.github.headlight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import io.github.headlight.examples.TeachingModel;

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

/** The packaged jars, started as the launcher and as a modular program would start them. */
class PackagedIT {
    private static final Path LIB = Path.of("target", "lib");

    @TempDir Path folder;

    @Test
    void findsRenderersOnTheClassPath() throws Exception {
        assertRenderers(
                java(
                        "-cp",
                        LIB + "/*",
                        "io.github.headlight.cli.Headlight",
                        "renderers",
                        "--json"));
    }

    @Test
    void findsRenderersOnTheModulePath() throws Exception {
        assertRenderers(
                java(
                        "-p",
                        LIB.toString(),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-m",
                        "io.github.headlight.cli/io.github.headlight.cli.Headlight",
                        "renderers",
                        "--json"));
    }

    @Test
    void doesTheWholeJobOnTheModulePath() throws Exception {
        String out =
                java(
                        "-p",
                        LIB.toString(),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-m",
                        "io.github.headlight.cli/io.github.headlight.cli.Headlight",
                        "demo",
                        "--out",
                        folder.resolve("demo").toString());
        assertThat(out).contains("Rostol owns a green lamp.");
        assertThat(folder.resolve("demo/report.html")).isNotEmptyFile();
    }

    @Test
    void rendersWithoutTheRuntime() throws Exception {
        java(
                "-cp",
                LIB + "/*",
                "io.github.headlight.cli.Headlight",
                "demo",
                "--out",
                folder.resolve("demo").toString());
        String out =
                java(
                        "-cp",
                        without("onnxruntime", "tokenizers", "api-"),
                        "io.github.headlight.cli.Headlight",
                        "render",
                        folder.resolve("demo/english.safetensors").toString(),
                        "--view",
                        "heatmap",
                        "--out",
                        folder.resolve("h.svg").toString());
        assertThat(out).isEmpty();
        assertThat(folder.resolve("h.svg")).isNotEmptyFile();
    }

    @Test
    void survivesALongCommandLine() throws Exception {
        Path model = TeachingModel.copyTo(folder.resolve("model"));
        String[] export = {
            "-cp",
            LIB + "/*",
            "io.github.headlight.cli.Headlight",
            "export",
            model.toString(),
            "--out",
            folder.resolve("m.onnx").toString()
        };
        java(export);
        String prompt = "Rostol lives in Leeds. ".repeat(300);
        String out =
                java(
                        "-cp",
                        LIB + "/*",
                        "io.github.headlight.cli.Headlight",
                        "capture",
                        folder.resolve("m.onnx").toString(),
                        "--prompt",
                        "@" + prompt,
                        "--out",
                        folder.resolve("a").toString(),
                        "--debug");
        assertThat(out).contains(" tokens");
    }

    @Test
    void saysWhyItCannotPrintAndNothingWhereNobodyReadsOn() throws Exception {
        String[] renderers = {"-cp", LIB + "/*", "io.github.headlight.cli.Headlight", "renderers"};
        Process unread = new ProcessBuilder(command(renderers)).start();
        unread.getInputStream().close();
        assertThat(unread.errorReader().lines()).isEmpty();
        assertThat(unread.waitFor()).isEqualTo(1);
        File full = new File("/dev/full");
        assumeThat(full).exists();
        Process noRoom = new ProcessBuilder(command(renderers)).redirectOutput(full).start();
        assertThat(noRoom.errorReader().lines())
                .singleElement()
                .asString()
                .contains("standard output", "No space left");
        assertThat(noRoom.waitFor()).isEqualTo(1);
    }

    @Test
    void saysWhichRuntimeToAdd() throws Exception {
        java(
                "-cp",
                LIB + "/*",
                "io.github.headlight.cli.Headlight",
                "demo",
                "--out",
                folder.resolve("demo").toString());
        Process process =
                start(
                        "-cp",
                        without("onnxruntime"),
                        "io.github.headlight.cli.Headlight",
                        "capture",
                        folder.resolve("demo/teaching-model/model.onnx").toString(),
                        "--ids",
                        "1",
                        "--out",
                        folder.resolve("a").toString());
        assertThat(read(process))
                .contains("com.microsoft.onnxruntime:onnxruntime_gpu")
                .hasLineCount(1);
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void exportNeedsFewJars() throws Exception {
        long bytes = 0;
        for (String name :
                List.of(
                        "headlight-core",
                        "headlight-export-tools",
                        "gson",
                        "protobuf-java",
                        "tribuo",
                        "slf4j-api",
                        "error_prone")) {
            bytes += Files.size(jar(name));
        }
        assertThat(bytes).isLessThan(5_000_000);
        List<String> classPath = new ArrayList<>();
        for (String name :
                List.of(
                        "headlight-core",
                        "headlight-export-tools",
                        "headlight-examples",
                        "gson",
                        "protobuf-java",
                        "tribuo",
                        "slf4j-api")) {
            classPath.add(jar(name).toString());
        }
        java(
                "-cp",
                LIB + "/*",
                "io.github.headlight.cli.Headlight",
                "demo",
                "--out",
                folder.resolve("demo").toString());
        String out =
                java(
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        "io.github.headlight.examples.ExportInBuild",
                        folder.resolve("demo/teaching-model").toString(),
                        folder.resolve("m.onnx").toString());
        assertThat(out).contains("4 layers");
    }

    private static void assertRenderers(String json) {
        JsonArray found = JsonParser.parseString(json).getAsJsonArray();
        List<String> ids = new ArrayList<>();
        for (JsonElement renderer : found) {
            ids.add(renderer.getAsJsonObject().get("id").getAsString());
            assertThat(renderer.getAsJsonObject().get("artifact").getAsString())
                    .contains("enderer");
            assertThat(renderer.getAsJsonObject().get("version").getAsString())
                    .isNotEqualTo("unknown");
        }
        assertThat(ids).containsExactly("html", "html-fragment", "pdf", "png", "svg");
    }

    private static Path jar(String prefix) throws IOException {
        try (Stream<Path> jars = Files.list(LIB)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The libraries but some, copied: the command's manifest names all those beside it. */
    private String without(String... prefixes) throws IOException {
        Path some = Files.createDirectory(folder.resolve("lib"));
        try (Stream<Path> jars = Files.list(LIB)) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                if (Stream.of(prefixes).noneMatch(name::startsWith)) {
                    Files.copy(jar, some.resolve(name));
                }
            }
        }
        return some + "/*";
    }

    private static String java(String... arguments) throws Exception {
        Process process = start(arguments);
        String output = read(process);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static Process start(String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    }

    private static List<String> command(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.awt.headless=true"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
