package io.github.headlight.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
