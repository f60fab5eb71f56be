package io.github.headlight.cli;

import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commands with an encoder that somebody else exported. */
class EncoderCommandTest {
    private static final String ENGLISH = "the apples, played in New York!";
    private static final String CHINESE = "苹果公司是苹果2026。";

    @TempDir static Path shared;
    private static String model;
    private static String capture;

    @TempDir Path folder;

    @BeforeAll
    static void instrumentAndCapture() throws IOException {
        Path golden =
                Path.of(
                        System.getProperty("headlight.root"),
                        "export-tools/src/test/golden/encoder");
        model = shared.resolve("encoder.onnx").toString();
        capture = shared.resolve("a.safetensors").toString();
        Files.copy(golden.resolve("tokenizer.json"), shared.resolve("tokenizer.json"));
        Run instrumented =
                run("instrument", golden.resolve("model.onnx").toString(), "--out", model);
        assertThat(instrumented.code()).isZero();
        assertThat(instrumented.out()).containsOnlyOnce("bidirectional");
        Run captured = run("capture", model, "--prompt", CHINESE, "--out", capture);
        assertThat(captured.code()).isZero();
        assertThat(captured.out()).contains("14 tokens", "3 layers × 4 heads, bidirectional");
    }

    @Test
    void analysesWhatAnEncoderHas() {
        JsonObject json =
                JsonParser.parseString(run("analyze", capture, "--json").out()).getAsJsonObject();
        assertThat(json.getAsJsonObject("model").get("attention").getAsString())
                .isEqualTo("bidirectional");
        assertThat(json.get("attention_note").getAsString()).contains("earlier tokens only");
        for (JsonElement element : json.getAsJsonArray("heads")) {
            JsonObject measures = element.getAsJsonObject().getAsJsonObject("measures");
            assertThat(measures.get("induction").isJsonNull()).isTrue();
            assertThat(measures.get("entropy").getAsDouble()).isPositive();
        }
        JsonObject rollout = json.getAsJsonObject("rollout");
        assertThat(rollout.getAsJsonArray("rows").get(0).getAsJsonArray()).hasSize(14);
        assertThat(run("analyze", capture).out())
                .contains("not defined here: ", "induction", "queries see later keys too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heatmap", "head-grid", "head", "tokens", "rollout", "profile"})
    void drawsEveryView(String view) {
        Path out = folder.resolve(view + ".svg");
        assertThat(run("render", capture, "--view", view, "--out", out.toString()).code()).isZero();
        assertThat(out).content().startsWith("<?xml").doesNotContain("future, masked");
    }

    @Test
    void drawsADifference() {
        String other = folder.resolve("b.safetensors").toString();
        assertThat(run("capture", model, "--prompt", ENGLISH, "--out", other).code()).isZero();
        String out = folder.resolve("d.png").toString();
        assertThat(
                        run(
                                        "render",
                                        capture,
                                        other,
                                        "--view",
                                        "difference",
                                        "--layer",
                                        "1",
                                        "--out",
                                        out)
                                .code())
                .isZero();
        assertThat(run("analyze", capture, "--against", other).code()).isZero();
    }

    @Test
    void reportsWithoutAnAnswer() {
        Path out = folder.resolve("report.html");
        Run run =
                run(
                        "report",
                        model,
                        "--prompt",
                        ENGLISH,
                        "--prompt",
                        CHINESE,
                        "--out",
                        out.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(out).content().startsWith("<!doctype html>").contains("苹");
    }

    @Test
    void refusesWhatNeedsAnAnswer() {
        String out = folder.resolve("x").toString();
        String[][] commands = {
            {"capture", model, "--prompt", ENGLISH, "--generate", "2", "--out", out},
            {"report", model, "--prompt", ENGLISH, "--generate", "2", "--out", out},
            {"diagnose", capture, "--anchor", "苹"},
            {"diagnose", model, "--prompt", ENGLISH, "--anchor", "apples"},
            {"advise", model, "--prompt", ENGLISH},
        };
        for (String[] command : commands) {
            Run run = run(command);
            assertThat(run.code()).as(command[0]).isEqualTo(1);
            assertThat(run.err()).as(command[0]).contains("encoder").hasLineCount(1);
        }
        assertThat(Path.of(out)).doesNotExist();
    }
}
