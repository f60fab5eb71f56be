package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.examples.TeachingModel;
import io.github.headlight.generation.FinishReason;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code headlight capture}: plans, generation, batches and refusals. */
class CaptureCommandTest {
    private static final String PROMPT = "Rostol lives in Leeds.\n";

    @TempDir static Path shared;
    private static String checkpoint;
    private static String full;

    @TempDir Path folder;

    @BeforeAll
    static void exportOnce() {
        checkpoint = TeachingModel.copyTo(shared.resolve("checkpoint")).toString();
        full = shared.resolve("full.onnx").toString();
        assertThat(run("export", checkpoint, "--out", full).code()).isZero();
    }

    @Test
    void capturesByPlanAndTellsWhatAFileHolds() throws IOException {
        String model = export("stats+topk:4+mean+pooled:8+heads:1.2,0.*");
        String out = folder.resolve("a.safetensors").toString();
        assertThat(run("capture", model, "--prompt", PROMPT, "--out", out).code()).isZero();
        JsonObject facts =
                JsonParser.parseString(run("inspect", out, "--json").out()).getAsJsonObject();
        assertThat(facts.get("kind").getAsString()).isEqualTo("attention");
        assertThat(facts.get("plan").getAsString())
                .isEqualTo("heads:0.*,1.2+mean+topk:4+pooled:8+stats");
        int rows = facts.get("tokens").getAsInt();
        assertThat(facts.getAsJsonObject("tensors").get("mean").getAsString())
                .isEqualTo("F32 [4, " + rows + ", " + rows + "]");
        assertThat(facts.getAsJsonObject("tensors").keySet())
                .contains("heads", "topk.values", "topk.indices", "topk.rest")
                .contains("pooled", "pooled.max", "stats", "stats.rows", "logits", "input_ids");
        String picture = folder.resolve("mean.svg").toString();
        assertThat(run("render", out, "--view", "heatmap", "--out", picture).code()).isZero();
        assertThat(
                        run(
                                        "render", out, "--view", "heatmap", "--layer", "1",
                                        "--head", "2", "--out", picture)
                                .code())
                .isZero();
        // A head that was not chosen is drawn from its top keys, and the picture says so.
        assertThat(
                        run(
                                        "render", out, "--view", "heatmap", "--layer", "1",
                                        "--head", "3", "--out", picture)
                                .code())
                .isZero();
        assertThat(Files.readString(Path.of(picture))).contains("only the largest 4 keys");
        String report = folder.resolve("r.html").toString();
        assertThat(run("report", out, "--out", report).code()).isZero();
        assertThat(Files.readString(Path.of(report))).contains("reduced capture: ");
        assertThat(run("report", model, "--prompt", PROMPT, "--out", report).code()).isZero();
        assertThat(Files.readString(Path.of(report))).contains("2025-11-24 00:00 UTC");
    }

    @Test
    void aTimeThatIsNoneIsWrongUsage() {
        String out = folder.resolve("t.safetensors").toString();
        Run run =
                run(
                        Map.of("SOURCE_DATE_EPOCH", "noon"),
                        "capture",
                        full,
                        "--prompt",
                        PROMPT,
                        "--device",
                        "cpu",
                        "--out",
                        out);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("SOURCE_DATE_EPOCH: expected seconds");
    }

    @Test
    void printsHowEachTokenCameAbout() {
        String out = folder.resolve("a.safetensors").toString();
        Run run =
                run(
                        "capture",
                        full,
                        "--prompt",
                        PROMPT,
                        "--generate",
                        "5",
                        "--ignore-end",
                        "--json",
                        "--out",
                        out);
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        Attention attention = AttentionFile.read(Path.of(out));
        assertThat(json.get("file").getAsString()).isEqualTo(out);
        assertThat(json.get("finish").getAsString()).isEqualTo("max_tokens");
        assertThat(attention.finish()).contains(FinishReason.MAX_TOKENS);
        assertThat(json.get("answer").getAsString()).isEqualTo(attention.answer());
        assertThat(json.getAsJsonArray("tokens")).hasSize(5);
        double last = 0;
        for (JsonElement element : json.getAsJsonArray("tokens")) {
            JsonObject token = element.getAsJsonObject();
            JsonObject best = token.getAsJsonArray("alternatives").get(0).getAsJsonObject();
            assertThat(best.get("id")).isEqualTo(token.get("id"));
            assertThat(best.get("probability")).isEqualTo(token.get("probability"));
            assertThat(token.getAsJsonArray("alternatives")).hasSize(5);
            assertThat(best.get("text")).isEqualTo(token.get("text"));
            last = token.get("row").getAsInt();
        }
        assertThat(last).isEqualTo(attention.rows() - 1);
    }

    @Test
    void theSameSeedSamplesTheSameAnswer() {
        List<String> answers = new ArrayList<>();
        for (String seed : List.of("1", "1", "2", "3")) {
            answers.add(answer("--temperature", "2", "--top-k", "50", "--seed", seed));
        }
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
        assertThat(answers.stream().distinct().count()).isGreaterThan(1);
        assertThat(answer("--sample", "--temperature", "0")).isEqualTo(answer());
        assertThat(answer("--temperature", "3", "--top-k", "1")).isEqualTo(answer());
    }

    private String answer(String... options) {
        String out = folder.resolve("answer").toString();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "capture",
                                full,
                                "--prompt",
                                PROMPT,
                                "--generate",
                                "12",
                                "--ignore-end",
                                "--out",
                                out));
        arguments.addAll(List.of(options));
        assertThat(run(arguments.toArray(String[]::new)).code()).isZero();
        return AttentionFile.read(Path.of(out)).answer();
    }

    @Test
    void stopsAtATextAndAtTheContext() {
        String out = folder.resolve("a").toString();
        String whole = answer();
        String stop = whole.substring(3, 6);
        run(
                "capture",
                full,
                "--prompt",
                PROMPT,
                "--generate",
                "12",
                "--stop",
                "never met",
                "--stop",
                stop,
                "--out",
                out);
        Attention stopped = AttentionFile.read(Path.of(out));
        assertThat(stopped.answer()).contains(stop).hasSizeLessThan(whole.length());
        assertThat(stopped.finish()).contains(FinishReason.STOP_TEXT);
        int context = stopped.model().contextLength();
        String most = "1,".repeat(context - 2) + "1";
        run("capture", full, "--ids", most, "--generate", "9", "--ignore-end", "--out", out);
        assertThat(AttentionFile.read(Path.of(out)).finish()).contains(FinishReason.CONTEXT_LIMIT);
        assertThat(AttentionFile.read(Path.of(out)).generatedLength()).isEqualTo(1);
        String more = most + ",1,1";
        assertFails("--beyond-context", "capture", full, "--ids", more, "--out", out);
        assertThat(run("capture", full, "--ids", more, "--beyond-context", "--out", out).code())
                .isZero();
    }

    @Test
    void capturesEachLineOfABatch() throws IOException {
        Path batch =
                Files.writeString(
                        folder.resolve("prompts.jsonl"),
                        """
                        "Rostol lives in Leeds.\\n"
                        [1, 2, 3]

                        {"name": "chat", "messages": [{"role": "user", "content": "Hi"}]}
                        [{"role": "user", "content": "Hi"}]
                        {"prompt": "Hi", "name": "a.b-c_1"}
                        {"ids": [4]}
                        """);
        Path out = folder.resolve("captures");
        Run run = run("capture", full, "--batch", batch.toString(), "--out", out.toString());
        assertThat(run).extracting(Run::code, Run::err).containsExactly(0, "");
        assertThat(run.out().lines()).hasSize(6);
        assertThat(names(out))
                .containsExactlyInAnyOrder(
                        "1.safetensors",
                        "2.safetensors",
                        "chat.safetensors",
                        "5.safetensors",
                        "a.b-c_1.safetensors",
                        "7.safetensors");
        assertThat(out.resolve("chat.safetensors"))
                .hasSameBinaryContentAs(out.resolve("5.safetensors"));
        assertThat(AttentionFile.read(out.resolve("2.safetensors")).tokens().ids())
                .containsExactly(1, 2, 3);
        String one = folder.resolve("one").toString();
        run("capture", full, "--prompt", PROMPT, "--out", one);
        assertThat(out.resolve("1.safetensors")).hasSameBinaryContentAs(Path.of(one));
        Path texts = Files.writeString(folder.resolve("prompts.txt"), "Hi\n[1]\n");
        run("capture", full, "--batch", texts.toString(), "--out", out.toString());
        assertThat(AttentionFile.read(out.resolve("2.safetensors")).tokens().text())
                .isEqualTo("[1]");
    }

    static Stream<Arguments> badBatches() {
        return Stream.of(
                Arguments.of(
                        """
                        "a"
                        {"name": "../up", "prompt": "a"}
                        """,
                        "line 2"),
                Arguments.of(
                        """
                        {"name": "x", "prompt": "a"}
                        {"name": "X", "prompt": "a"}
                        """,
                        "name X is there twice"),
                Arguments.of("[]", "line 1"),
                Arguments.of("{}", "line 1"),
                Arguments.of("12", "line 1"),
                Arguments.of("nonsense", "line 1"),
                Arguments.of("[1, \"a\"]", "line 1"),
                Arguments.of("[99999]", "line 1"),
                Arguments.of("", "holds no prompt"));
    }

    @ParameterizedTest
    @MethodSource("badBatches")
    void refusesABatchByLine(String lines, String where) throws IOException {
        Path batch = Files.writeString(folder.resolve("b.jsonl"), lines);
        Path out = folder.resolve("captures");
        Run run = run("capture", full, "--batch", batch.toString(), "--out", out.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("b.jsonl").contains(where);
        assertThat(names(folder)).doesNotContain("up.safetensors");
    }

    @Test
    void refusesWhatDoesNotFitInMemory() throws IOException {
        String out = folder.resolve("a").toString();
        String ids = "1,".repeat(300) + "1";
        assertFails(
                "are available",
                "capture",
                full,
                "--ids",
                ids,
                "--generate",
                "50",
                "--memory",
                "10M",
                "--out",
                out);
        assertThat(names(folder)).isEmpty();
        assertThat(run("capture", full, "--ids", ids, "--memory", "2G", "--out", out).code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--temperature,-1",
        "--temperature,NaN",
        "--top-p,0",
        "--top-k,-2",
        "--repetition-penalty,0",
        "--stop,''",
        "--memory,much",
        "--block,-1",
        "--seed,x"
    })
    void refusesSettingsThatMakeNoSense(String option, String value) {
        Run run =
                run(
                        "capture",
                        full,
                        "--ids",
                        "1",
                        "--generate",
                        "2",
                        option,
                        value,
                        "--out",
                        folder.resolve("a").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void refusesHeadsThatTheModelLacks() {
        assertFails(
                "layers 0 to 3",
                "export",
                checkpoint,
                "--capture",
                "heads:4.0",
                "--out",
                folder.resolve("m.onnx").toString());
    }

    private String export(String plan) {
        String model = folder.resolve("model.onnx").toString();
        assertThat(run("export", checkpoint, "--capture", plan, "--out", model).code()).isZero();
        return model;
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
