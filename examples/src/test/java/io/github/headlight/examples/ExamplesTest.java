package io.github.headlight.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
