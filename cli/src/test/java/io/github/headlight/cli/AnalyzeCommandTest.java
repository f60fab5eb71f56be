package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Measure;
import io.github.headlight.examples.TeachingModel;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code headlight analyze}: formats, plans, many prompts and refusals. */
class AnalyzeCommandTest {
    private static final String PROMPT =
            "Rostol lives in Leeds. She owns a green lamp. Zovor lives in Cairo. He is a singer."
                    + " Rostol lives in Leeds. She owns a green lamp. Zovor lives in Cairo.\n";

    @TempDir static Path shared;
    private static String full;
    private static String stats;
    private static String fullModel;

    @TempDir Path folder;

    @BeforeAll
    static void captureOnce() {
        String checkpoint = TeachingModel.copyTo(shared.resolve("checkpoint")).toString();
        fullModel = export(checkpoint, "full");
        full = capture(fullModel, "full");
        stats = capture(export(checkpoint, "stats"), "stats");
        capture(export(checkpoint, "mean"), "mean");
    }

    private static String export(String checkpoint, String plan) {
        String model = shared.resolve(plan + ".onnx").toString();
        assertThat(run("export", checkpoint, "--capture", plan, "--out", model).code()).isZero();
        return model;
    }

    private static String capture(String model, String name) {
        String file = shared.resolve(name + ".safetensors").toString();
        assertThat(run("capture", model, "--prompt", PROMPT, "--out", file).code()).isZero();
        return file;
    }

    private static JsonObject json(String... arguments) {
        Run run = run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static JsonObject head(JsonObject json, int index) {
        return json.getAsJsonArray("heads").get(index).getAsJsonObject();
    }

    @Test
    void saysWhyStatisticsHaveNoRollout() {
        JsonObject json = json("analyze", stats, "--json");
        assertThat(json.get("rollout").isJsonNull()).isTrue();
        assertThat(json.get("rollout_note").getAsString()).contains("holds stats");
    }

    @Test
    void comparesWithAnotherCapture() {
        String other = shared.resolve("other.safetensors").toString();
        String prompt = PROMPT.replace("green lamp", "silver mirror");
        assertThat(run("capture", fullModel, "--prompt", prompt, "--out", other).code()).isZero();

        Run text = run("analyze", full, "--against", other);
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("Jensen–Shannon divergence", "GAINED");
        JsonObject json = json("analyze", full, "--against", other, "--json");
        assertThat(json.getAsJsonObject("divergence").get("mean").getAsDouble()).isPositive();
        JsonObject same = json("analyze", full, "--against", full, "--json");
        assertThat(same.getAsJsonObject("divergence").get("mean").getAsDouble()).isZero();
    }

    @Test
    void comparesAsTextOrJsonOnly() {
        Run run = run("analyze", full, "--against", full, "--csv");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--against").hasLineCount(1);
    }

    @Test
    void writesTheJsonThatIsDocumented() {
        JsonObject json = json("analyze", full, "--json");
        assertThat(json.keySet())
                .containsExactly("format", "model", "tokens", "even", "heads", "rollout");
        assertThat(json.get("format").getAsInt()).isEqualTo(1);
        JsonObject rollout = json.getAsJsonObject("rollout");
        assertThat(rollout.getAsJsonArray("rows")).hasSameSizeAs(json.getAsJsonArray("tokens"));
        assertThat(json.getAsJsonArray("heads")).hasSize(24);
        String[] measures =
                Arrays.stream(Measure.values()).map(Measure::key).toArray(String[]::new);
        for (JsonElement element : json.getAsJsonArray("heads")) {
            JsonObject head = element.getAsJsonObject();
            assertThat(head.keySet())
                    .contains("layer", "head", "kv_head", "measures", "rows", "top_key")
                    .contains("pattern", "score", "scores", "raw_scores", "deviations", "evidence");
            assertThat(head.getAsJsonObject("measures").keySet())
                    .containsExactlyInAnyOrder(measures);
            assertThat(head.getAsJsonObject("rows").keySet()).containsExactlyInAnyOrder(measures);
            assertThat(head.get("score").getAsDouble()).isBetween(0.0, 1.0);
            assertThat(head.getAsJsonArray("evidence"))
                    .hasSize(head.get("pattern").getAsString().equals("mixed") ? 0 : 3);
        }
        JsonObject previous = head(json, 2 * 6 + 3);
        assertThat(previous.get("layer").getAsInt()).isEqualTo(2);
        assertThat(previous.get("kv_head").getAsInt()).isEqualTo(1);
        assertThat(previous.get("pattern").getAsString()).isEqualTo("previous_token");
        JsonObject cell = previous.getAsJsonArray("evidence").get(0).getAsJsonObject();
        assertThat(cell.get("key").getAsInt()).isEqualTo(cell.get("query").getAsInt() - 1);
        JsonObject token =
                json.getAsJsonArray("tokens").get(cell.get("key").getAsInt()).getAsJsonObject();
        assertThat(cell.get("key_text")).isEqualTo(token.get("text"));
    }

    @Test
    void statisticsGiveTheSameMeasures() {
        JsonObject whole = json("analyze", full, "--json");
        JsonObject reduced = json("analyze", stats, "--json");
        for (int i = 0; i < 24; i++) {
            JsonObject expected = head(whole, i).getAsJsonObject("measures");
            JsonObject found = head(reduced, i).getAsJsonObject("measures");
            assertThat(found.get("repeated_reference").isJsonNull()).isTrue();
            assertThat(
                            head(reduced, i)
                                    .getAsJsonObject("rows")
                                    .get("repeated_reference")
                                    .getAsInt())
                    .isZero();
            for (String measure : expected.keySet()) {
                if (!measure.equals("repeated_reference")) {
                    assertThat(found.get(measure).getAsDouble())
                            .as(measure)
                            .isCloseTo(expected.get(measure).getAsDouble(), within(1e-4));
                }
            }
            assertThat(head(reduced, i).getAsJsonArray("evidence")).isEmpty();
            assertThat(head(reduced, i).get("top_key").isJsonNull()).isTrue();
        }
        assertThat(run("analyze", stats).out()).contains("not defined here: repeated_reference");
    }

    @Test
    void printsFindingsAndATable() {
        Run run = run("analyze", full);
        assertThat(run.code()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).contains("tokens, qwen2, 4 layers × 6 heads over 2 KV heads");
        assertThat(run.out()).containsPattern("heads?: previous_token; clearest: .*2\\.3 \\(0\\.");
        int header = lines.indexOf("") + 1;
        assertThat(lines.get(header)).startsWith("layer  head  pattern");
        assertThat(lines).hasSize(header + 1 + 24);
        assertThat(run.out()).doesNotContain("NaN");
    }

    @Test
    void writesCsvToAFile() throws IOException {
        Path file = folder.resolve("heads.csv");
        Run run = run("analyze", full, "--csv", "--out", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out().strip()).isEqualTo(file.toString());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .isEqualTo(
                        "layer,head,kv_head,pattern,score,entropy,entropy_normalized,sink,"
                                + "previous_token,current_token,duplicate_token,induction,"
                                + "local_window,mean_distance,recency,global_focus,separator,"
                                + "repeated_reference,top_key,top_key_mass");
        assertThat(lines).hasSize(25);
        assertThat(lines).allMatch(line -> line.split(",", -1).length == 20);
        assertThat(lines.get(1)).startsWith("0,0,0,");
    }

    @Test
    void aThresholdLeavesFewerLabels() {
        JsonObject strict = json("analyze", full, "--json", "--threshold", "1");
        for (JsonElement head : strict.getAsJsonArray("heads")) {
            assertThat(head.getAsJsonObject().get("pattern").getAsString()).isEqualTo("mixed");
        }
    }

    @Test
    void sumsUpManyPrompts() throws IOException {
        Path batch =
                Files.writeString(
                        folder.resolve("prompts.jsonl"),
                        """
                        "Rostol lives in Leeds. She owns a green lamp. Rostol lives in Leeds."
                        "Marmi lives in Oslo. She is a judge. Marmi lives in Oslo."
                        "Zovor lives in Cairo. He is a singer. Zovor lives in Cairo."
                        """);
        JsonObject ofModel = json("analyze", fullModel, "--batch", batch.toString(), "--json");
        Path captures = folder.resolve("captures");
        assertThat(
                        run(
                                        "capture",
                                        fullModel,
                                        "--batch",
                                        batch.toString(),
                                        "--out",
                                        captures.toString())
                                .code())
                .isZero();
        String[] files = {
            captures.resolve("1.safetensors").toString(),
            captures.resolve("2.safetensors").toString(),
            captures.resolve("3.safetensors").toString()
        };
        JsonObject ofFiles = json("analyze", files[0], files[1], files[2], "--json");
        assertThat(ofFiles).isEqualTo(ofModel);
        assertThat(ofFiles.get("prompts").getAsInt()).isEqualTo(3);
        JsonObject head = head(ofFiles, 2 * 6 + 3);
        assertThat(head.get("pattern").getAsString()).isEqualTo("previous_token");
        JsonObject sink = head.getAsJsonObject("measures").getAsJsonObject("sink");
        assertThat(sink.keySet()).isEqualTo(Set.of("prompts", "mean", "deviation", "low", "high"));
        assertThat(sink.get("low").getAsDouble())
                .isLessThanOrEqualTo(sink.get("mean").getAsDouble());
        assertThat(
                        head.getAsJsonObject("prompts_by_pattern").entrySet().stream()
                                .mapToInt(entry -> entry.getValue().getAsInt())
                                .sum())
                .isEqualTo(3);
        Run csv = run("analyze", files[0], files[1], "--csv");
        assertThat(csv.out().lines().findFirst().orElseThrow())
                .startsWith("layer,head,kv_head,pattern,score,prompts_with_pattern,entropy,");
        assertThat(run("analyze", files[0], files[1]).out()).startsWith("2 prompts, qwen2");
    }

    @Test
    void refusesWhatItCannotAnalyze() throws IOException {
        String mean = shared.resolve("mean.safetensors").toString();
        assertFails("this capture holds mean", "analyze", mean);
        assertFails("mean.safetensors", "analyze", full, mean);
        Path batch = Files.writeString(folder.resolve("b.txt"), "Hi there.\n");
        String meanModel = shared.resolve("mean.onnx").toString();
        assertFails("--capture stats", "analyze", meanModel, "--batch", batch.toString());
        assertFails("is an input", "analyze", full, "--out", full);
        assertThat(run("analyze").code()).isEqualTo(2);
        assertThat(run("analyze", fullModel).code()).isEqualTo(2);
        assertThat(run("analyze", full, "--batch", batch.toString()).code()).isEqualTo(2);
        assertThat(run("analyze", full, "--json", "--csv").code()).isEqualTo(2);
        assertThat(run("analyze", full, "--threshold", "2").code()).isEqualTo(2);
    }
}
