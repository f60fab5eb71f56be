package io.github.headlight.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The examples, run as their readers would run them. */
class ExamplesTest {
    @TempDir Path folder;

    @Test
    void exportThenLinksThenReport() {
        Path checkpoint = TeachingModel.copyTo(folder.resolve("checkpoint"));
        String model = folder.resolve("model.onnx").toString();
        assertThat(printed(() -> ExportInBuild.main(new String[] {checkpoint.toString(), model})))
                .contains("model.onnx: 4 layers");
        assertThat(
                        printed(
                                () ->
                                        StrongestLinks.main(
                                                new String[] {
                                                    model, "Rostol lives in Leeds. Rostol"
                                                })))
                .hasLineCount(12)
                .contains("layer 3: ")
                .contains(" looks at ");
        assertThat(printed(() -> WhyThisToken.main(new String[] {model, TeachingModel.ENGLISH})))
                .contains("lamp")
                .containsPattern("[01]\\.\\d\\d, else \".+\" \\(0\\.\\d\\d\\); it looked most at ")
                .endsWith("ended by end_token" + System.lineSeparator());
        assertThat(
                        printed(
                                () ->
                                        RenderReport.main(
                                                new String[] {
                                                    model, TeachingModel.CHINESE, folder.toString()
                                                })))
                .contains("1976");
        assertThat(folder.resolve("report.html")).content().startsWith("<!doctype html>");
        assertThat(folder.resolve("heatmap.svg")).content().contains("Layer 3");
    }

    @Test
    void reportsWhatAnEncoderLooksAt() throws IOException {
        Path golden =
                Path.of(
                        System.getProperty("headlight.root"),
                        "export-tools/src/test/golden/encoder");
        Path jar = folder.resolve("embeddings.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("some/encoder.onnx"));
            Files.copy(golden.resolve("model.onnx"), zip);
            zip.putNextEntry(new ZipEntry("encoder-tokenizer.json"));
            Files.copy(golden.resolve("tokenizer.json"), zip);
        }
        checkEncoder(jar, "the apples, played in New York!", "苹果公司是苹果2026。");
    }

    /** The encoders that the example names, in the folder that HEADLIGHT_ENCODERS names. */
    @Test
    void reportsWhatPublishedEncodersLookAt() throws IOException {
        String given = System.getenv("HEADLIGHT_ENCODERS");
        assumeTrue(given != null, "HEADLIGHT_ENCODERS names no folder with the jars");
        try (Stream<Path> files = Files.list(Path.of(given))) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).isNotEmpty();
            for (Path jar : jars) {
                checkEncoder(
                        jar,
                        "The bank of the river is steep; the bank on Main Street is closed.",
                        "苹果公司成立于1976年，总部在加利福尼亚。我喜欢吃苹果。");
            }
        }
    }

    private void checkEncoder(Path jar, String... sentences) {
        Path out = folder.resolve(jar.getFileName() + "-report");
        List<String> arguments = new ArrayList<>(List.of(jar.toString(), out.toString()));
        arguments.addAll(List.of(sentences));
        String printed =
                printed(
                        () -> {
                            try {
                                EncoderReport.main(arguments.toArray(String[]::new));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        assertThat(printed.lines().limit(sentences.length))
                .allMatch(
                        line ->
                                line.matches(
                                        "\\d+ tokens: rows sum to 1 within \\d\\.\\de-0[67]; embeddings unchanged"));
        assertThat(out.resolve("report.html")).content().startsWith("<!doctype html>");
    }

    @Test
    void studiesManyQuestions() throws IOException {
        Path checkpoint = TeachingModel.copyTo(folder.resolve("checkpoint"));
        String model = folder.resolve("model.onnx").toString();
        printed(() -> ExportInBuild.main(new String[] {checkpoint.toString(), model}));
        // The first two: one that the model answers right, one that it answers wrong.
        List<QuestionCase> cases = QuestionCase.read(cases()).subList(0, 2);
        Path two = Files.writeString(folder.resolve("cases.json"), new Gson().toJson(cases));
        Path csv = folder.resolve("scores.csv");
        String[] arguments = {model, two.toString(), csv.toString()};
        assertThat(printed(() -> DriftStudy.main(arguments)))
                .contains("| evidence: best layer | ")
                .contains(", 1/1 |")
                .endsWith("people_en: 1 right, 1 wrong\n");
        assertThat(csv)
                .content()
                .startsWith("kind,form,right,question: mass,")
                .contains("\"Silkeldin owns the black kettle.\"")
                .hasLineCount(3);
    }

    private static Path cases() {
        try {
            return Path.of(ExamplesTest.class.getResource("cases.json").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String printed(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
