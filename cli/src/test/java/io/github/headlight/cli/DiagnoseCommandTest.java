package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.examples.TeachingModel;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code headlight diagnose}: on files and models, as text and JSON, and its refusals. */
class DiagnoseCommandTest {
    @TempDir static Path shared;
    private static String checkpoint;
    private static String model;
    private static String chinese;
    private static String english;

    @TempDir Path folder;

    @BeforeAll
    static void captureOnce() throws IOException {
        checkpoint = TeachingModel.copyTo(shared.resolve("checkpoint")).toString();
        model = shared.resolve("model.onnx").toString();
        assertThat(run("export", checkpoint, "--out", model).code()).isZero();
        chinese = capture("chinese", TeachingModel.CHINESE);
        english = capture("english", TeachingModel.ENGLISH);
    }

    private static String capture(String name, String text) throws IOException {
        JsonObject message = new JsonObject();
        message.addProperty("role", "user");
        message.addProperty("content", text);
        Path chat = Files.writeString(shared.resolve(name + ".json"), "[" + message + "]");
        String out = shared.resolve(name + ".safetensors").toString();
        assertThat(
                        run(
                                        "capture",
                                        model,
                                        "--chat",
                                        chat.toString(),
                                        "--generate",
                                        "40",
                                        "--out",
                                        out)
                                .code())
                .isZero();
        return out;
    }

    @Test
    void saysTheVerdictFirstThenWordsLayersAndHeads() {
        Run run = run("diagnose", english, "--anchor", "Rostol", "--anchor", "lamp");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().findFirst().orElseThrow())
                .matches(
                        "(anchored|partly anchored|drifted): while writing “green” and “lamp” the"
                                + " content heads gave the anchors “Rostol” and “lamp” 0\\.\\d\\d of"
                                + " their attention, \\d\\.\\d\\d times what an even spread over"
                                + " content would give");
        assertThat(run.out())
                .containsPattern("(?m)^while writing “green” the model .*“Rostol” \\(0\\.\\d\\d\\)")
                .containsPattern("(?m)^WORD +KEY +ANCHORS +LIFT +SINK +TEMPLATE +ANSWER")
                .containsPattern("(?m)^Rostol  +0\\.")
                .containsPattern("(?m)^lamp +\\* +0\\.")
                .containsPattern("(?m)^layer \\d looked most at the anchors")
                .containsPattern("(?m)^heads that did look: layer \\d head \\d")
                .contains("by itself it does not explain an answer");
    }

    @Test
    void agreesWithTheCaptureInJson() {
        JsonObject json = json("diagnose", chinese, "--anchor", "苹果公司", "--json");
        Attention attention = AttentionFile.read(Path.of(chinese));
        assertThat(json.get("format").getAsInt()).isEqualTo(1);
        assertThat(json.get("answer").getAsString()).contains("苹果公司成立于1976年");
        assertThat(json.get("lower_bounds").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("tokens")).hasSize(attention.tokens().size());
        assertThat(json.getAsJsonArray("layers")).hasSize(4);
        JsonObject anchor = json.getAsJsonArray("anchors").get(0).getAsJsonObject();
        assertThat(anchor.get("text").getAsString()).isEqualTo("苹果公司");
        assertThat(anchor.getAsJsonArray("occurrences"))
                .extracting(place -> place.getAsJsonObject().get("part").getAsString())
                .containsExactly("context", "question");
        assertThat(json.getAsJsonArray("steps")).hasSize(attention.generatedLength());
        int step = 0;
        for (JsonElement element : json.getAsJsonArray("steps")) {
            assertThat(element.getAsJsonObject().get("row").getAsInt())
                    .isEqualTo(attention.writingRow(step++));
            assertThat(sum(element.getAsJsonObject().getAsJsonObject("masses")))
                    .isCloseTo(1, within(1e-4));
        }
        assertThat(json.getAsJsonArray("words"))
                .filteredOn(word -> word.getAsJsonObject().get("key").getAsBoolean())
                .extracting(word -> word.getAsJsonObject().get("text").getAsString())
                .containsExactly("1976");
        JsonObject head = json.getAsJsonArray("heads").get(0).getAsJsonObject();
        assertThat(head.get("anchors").getAsDouble())
                .isGreaterThanOrEqualTo(head.get("strongest_weight").getAsDouble());
        assertThat(json.get("baseline").isJsonNull()).isTrue();
        assertThat(json.getAsJsonObject("verdict").get("verdict").getAsString())
                .isIn("anchored", "partly", "drifted");
    }

    @Test
    void runsAModelWithItsTemplateAsTheCaptureDid() {
        JsonObject ran =
                json(
                        "diagnose",
                        model,
                        "--prompt",
                        TeachingModel.CHINESE,
                        "--generate",
                        "40",
                        "--json");
        JsonObject read = json("diagnose", chinese, "--json");
        assertThat(ran.get("anchors_from").getAsString()).isEqualTo("question");
        assertThat(ran).isEqualTo(read);
        JsonObject raw =
                json("diagnose", model, "--prompt", TeachingModel.CHINESE, "--raw", "--json");
        assertThat(raw.get("prompt_tokens").getAsInt())
                .isLessThan(ran.get("prompt_tokens").getAsInt());
    }

    @Test
    void speaksChinese() {
        Run run = run("diagnose", chinese, "--anchor", "苹果公司", "--lang", "zh");
        assertThat(run.out()).contains("写“1976”时").contains("不能解释答案").contains("第 ");
    }

    @Test
    void comparesWithAnotherPrompt() throws IOException {
        String other = capture("other", "苹果公司成立于1976年,总部在深圳。\n苹果公司成立于哪一年?");
        JsonObject json =
                json("diagnose", chinese, "--anchor", "苹果公司", "--against", other, "--json");
        JsonObject same = json("diagnose", other, "--anchor", "苹果公司", "--json");
        JsonObject baseline = json.getAsJsonObject("baseline");
        assertThat(baseline.get("answer")).isEqualTo(same.get("answer"));
        assertThat(baseline.getAsJsonObject("masses").get("anchors").getAsDouble())
                .isBetween(0.01, 0.99);
        assertThat(run("diagnose", chinese, "--against", other).out())
                .contains("on the other prompt the same heads gave its anchors 0.");
        assertFails(
                "english.safetensors: anchor \"苹果公司\"",
                "diagnose",
                chinese,
                "--anchor",
                "苹果公司",
                "--against",
                english);
    }

    @Test
    void writesToAFileAndReadsSpans() throws IOException {
        Path out = folder.resolve("drift.json");
        Run run =
                run(
                        "diagnose",
                        english,
                        "--anchor-tokens",
                        "3:5",
                        "--json",
                        "--out",
                        out.toString());
        assertThat(run).isEqualTo(new Run(0, out + System.lineSeparator(), ""));
        JsonObject byTokens = JsonParser.parseString(Files.readString(out)).getAsJsonObject();
        JsonElement bytes =
                byTokens.getAsJsonArray("anchors")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("occurrences")
                        .get(0)
                        .getAsJsonObject()
                        .get("bytes");
        String span =
                bytes.getAsJsonArray().get(0).getAsInt() + ":" + bytes.getAsJsonArray().get(1);
        JsonObject byBytes = json("diagnose", english, "--anchor-bytes", span, "--json");
        assertThat(byBytes.get("steps")).isEqualTo(byTokens.get("steps"));
    }

    @Test
    void readsTopKeysAsBoundsAndNamesThePlanThatIsMissing() {
        String top = folder.resolve("top.onnx").toString();
        assertThat(run("export", checkpoint, "--capture", "topk:8", "--out", top).code()).isZero();
        String[] arguments = {"diagnose", top, "--prompt", TeachingModel.CHINESE, "--json"};
        JsonObject bound = json(arguments);
        assertThat(bound.get("lower_bounds").getAsBoolean()).isTrue();
        JsonObject exact = json("diagnose", chinese, "--json");
        for (int i = 0; i < exact.getAsJsonArray("steps").size(); i++) {
            JsonObject found = bound.getAsJsonArray("steps").get(i).getAsJsonObject();
            assertThat(sum(found.getAsJsonObject("masses"))).isCloseTo(1, within(1e-4));
        }
        String stats = folder.resolve("stats.onnx").toString();
        assertThat(run("export", checkpoint, "--capture", "stats", "--out", stats).code()).isZero();
        assertFails("--capture full", "diagnose", stats, "--prompt", TeachingModel.CHINESE);
    }

    @Test
    void namesWhatIsNearAnAnchorThatIsNotThere() {
        assertFails("near it are \"Rostol\"", "diagnose", english, "--anchor", "Rostal");
    }

    @Test
    void needsAnAnswer() {
        String out = folder.resolve("a.safetensors").toString();
        run("capture", model, "--prompt", "Rostol lives in Leeds.", "--out", out);
        assertFails("--generate", "diagnose", out, "--anchor", "Leeds");
    }

    @ParameterizedTest
    @CsvSource({
        "--prompt,hello",
        "--lang,fr",
        "--anchor-tokens,3",
        "--anchor-tokens,a:b",
        "--drifted,2",
        "--content-head,-1",
        "--generate,0",
        "--generate,5",
        "--temperature,0.5",
        "--threads,1",
        "--batch,prompts.txt"
    })
    void refusesWrongUsage(String option, String value) {
        Run run = run("diagnose", english, option, value);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void refusesAModelWithoutAPrompt() {
        assertThat(run("diagnose", model).code()).isEqualTo(2);
        assertThat(run("diagnose", model).err()).contains("--prompt TEXT");
        Run none = run("diagnose", model, "--prompt", "Hi", "--generate", "0");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--generate: expected 1 or more");
    }

    private static JsonObject json(String... arguments) {
        Run run = run(arguments);
        assertThat(run.err()).isEmpty();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static double sum(JsonObject masses) {
        return masses.entrySet().stream().mapToDouble(part -> part.getValue().getAsDouble()).sum();
    }
}
