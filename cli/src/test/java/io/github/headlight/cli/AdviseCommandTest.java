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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code headlight advise}: findings, the rewritten prompt, files, and refusals. */
class AdviseCommandTest {
    private static final String PROMPT =
            "Rostol lives in Leeds. She owns a green lamp. Marmi lives in Oslo.\n---\n"
                    + "What does Rostol own?";
    private static final String REWRITE =
            "What does Rostol own?\n---\nRostol lives in Leeds. She owns a green lamp. Marmi lives"
                    + " in Oslo.";

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
    void tellsWhatTheFourRulesFound() {
        Run run = run("advise", full, "--prompt", PROMPT);
        assertThat(run).extracting(Run::code, Run::err).containsExactly(0, "");
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("answer: Rostol owns"))
                .anyMatch(line -> line.startsWith("1. key instruction: \"What does Rostol own?\""))
                .anyMatch(line -> line.startsWith("2. ambiguity: "))
                .anyMatch(line -> line.startsWith("3. separators: "))
                .anyMatch(line -> line.startsWith("4. anchors: not defined: "));
        assertThat(run.out()).endsWith("it is not by itself an explanation.\n");
        Run chinese = run("advise", full, "--prompt", TeachingModel.CHINESE, "--lang", "zh");
        assertThat(chinese.out()).contains("1. 关键指令：\"苹果公司成立于哪一年?\"（最后一个问句）");
    }

    /** The command's figures are those of the capture in the file, summed here in another way. */
    @Test
    void givesEveryFigureAsJson() {
        Path file = folder.resolve("a.safetensors");
        run("capture", full, "--prompt", PROMPT, "--generate", "8", "--out", file.toString());
        JsonObject json = json(run("advise", file.toString(), "--json"));
        assertThat(json.get("format").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("thresholds").get("weak").getAsDouble()).isEqualTo(0.8);
        JsonObject prompt = json.getAsJsonObject("prompt");
        JsonObject rule = prompt.getAsJsonObject("instruction");
        assertThat(rule.getAsJsonObject("instruction").get("source").getAsString())
                .isEqualTo("question");
        assertThat(rule.get("advice").isJsonNull()).isTrue();
        assertThat(rule.getAsJsonObject("finding").keySet()).containsExactly("en", "zh");
        assertThat(prompt.getAsJsonObject("anchors").get("lift").isJsonNull()).isTrue();

        Attention attention = AttentionFile.read(file);
        double all = 0;
        double parts = 0;
        for (JsonElement segment : rule.getAsJsonArray("segments")) {
            parts += share(segment);
        }
        for (int t = 0; t < attention.generatedLength(); t++) {
            int row = attention.writingRow(t);
            all += attention.tensor().mean().probability(row, 0);
        }
        assertThat(parts).isCloseTo(1, within(1e-9));
        assertThat(prompt.get("first_token").getAsDouble())
                .isCloseTo(all / attention.generatedLength(), within(1e-6));
        assertThat(prompt.getAsJsonObject("answer").get("text").getAsString())
                .isEqualTo(attention.answer());
    }

    private static double share(JsonElement segment) {
        return segment.getAsJsonObject().getAsJsonObject("from_answer").get("share").getAsDouble();
    }

    @Test
    void measuresTheRewrittenPromptBesideTheFirst() {
        Path out = folder.resolve("advice.json");
        Run run =
                run(
                        "advise",
                        full,
                        "--prompt",
                        PROMPT,
                        "--rewrite",
                        REWRITE,
                        "--json",
                        "--out",
                        out.toString());
        assertThat(run.out().strip()).isEqualTo(out.toString());
        JsonObject json = json(out);
        JsonObject position = figure(json, "instruction.position");
        assertThat(position.get("before").getAsDouble()).isEqualTo(1);
        assertThat(position.get("after").getAsDouble()).isEqualTo(0);
        assertThat(position.get("movement").getAsString()).isEqualTo("down");
        assertThat(figure(json, "instruction.from_prompt").get("before").isJsonNull()).isTrue();
        assertThat(figure(json, "instruction.from_prompt").get("movement").getAsString())
                .isEqualTo("not_comparable");
        JsonObject answer = json.getAsJsonObject("comparison").getAsJsonObject("answer");
        String before = answerText(json, "prompt");
        String after = answerText(json, "rewrite");
        assertThat(answer.get("changed").getAsBoolean()).isEqualTo(!before.equals(after));
        Run text = run("advise", full, "--prompt", PROMPT, "--rewrite", PROMPT);
        assertThat(text.out()).contains("the answer did not change").doesNotContain(": up\n");
    }

    @Test
    void showsALineBreakThatAnswersDifferIn() {
        String open = "<|im_start|>user\nWhat does Rostol own?<|im_end|>\n<|im_start|>assistant";
        Run run = run("advise", full, "--raw", "--prompt", open, "--rewrite", open + "\n");
        assertThat(run.out())
                .contains("the answer changed from token 1 on: \"↵")
                .contains("probability of \"↵\" there: ");
    }

    @Test
    void rewritesTheLastMessageOfAConversation() throws IOException {
        Path chat =
                Files.writeString(
                        folder.resolve("chat.json"),
                        """
                        [{"role": "system", "content": "Be short."},
                         {"role": "user", "content": "Hi"},
                         {"role": "assistant", "content": "Hello"},
                         {"role": "user", "content": "What is red?"}]
                        """);
        JsonObject json =
                json(
                        run(
                                "advise",
                                full,
                                "--chat",
                                chat.toString(),
                                "--rewrite",
                                "What is green?",
                                "--generate",
                                "2",
                                "--json"));
        assertThat(instruction(json, "prompt")).isEqualTo("What is red?");
        assertThat(instruction(json, "rewrite")).isEqualTo("What is green?");
        assertThat(json.getAsJsonObject("rewrite").toString()).contains("Be short.");
    }

    @Test
    void comparesTwoAttentionFilesAndFindsTheInstructionThatIsNamed() {
        String first = folder.resolve("first").toString();
        String second = folder.resolve("second").toString();
        run("capture", full, "--prompt", PROMPT, "--out", first);
        run("capture", full, "--prompt", "What does Rostol own?\n", "--out", second);
        JsonObject json =
                json(
                        run(
                                "advise",
                                first,
                                second,
                                "--instruction",
                                "She owns a green lamp.",
                                "--json"));
        assertThat(instruction(json, "prompt")).isEqualTo("She owns a green lamp.");
        assertThat(instruction(json, "rewrite")).isEqualTo("What does Rostol own?");
        assertFails("copy them from the prompt", "advise", first, "--instruction", "Not there");
    }

    @Test
    void showsHostileTextHarmlessly() {
        String hostile = "\u001b[2JWhat\u202e is 1.\n\u0007# \u001b]0;x\u0007\n\"\u001b[31m\"?";
        for (String option : List.of("--raw", "--lang=zh")) {
            Run run = run("advise", full, "--prompt", hostile, "--generate", "2", option);
            assertThat(run.code()).isZero();
            assertThat(run.out()).doesNotContain("\u001b", "\u0007", "\u202e");
            assertThat(run.out().lines().count()).isLessThan(12);
        }
    }

    @Test
    void refusesWhatItCannotMeasure() {
        String mean = folder.resolve("mean.onnx").toString();
        run("export", checkpoint, "--capture", "mean", "--out", mean);
        assertFails("--capture full", "advise", mean, "--prompt", PROMPT);
        String reduced = folder.resolve("reduced").toString();
        run("capture", mean, "--prompt", PROMPT, "--out", reduced);
        assertFails("--capture full", "advise", reduced);
        String ids = folder.resolve("ids").toString();
        run("capture", full, "--ids", "5,6,7", "--out", ids);
        assertFails("--prompt or --chat instead of --ids", "advise", ids);
        assertFails("nowhere", "advise", folder.resolve("nowhere").toString());
    }

    @Test
    void saysHowItIsUsed() {
        assertUsage("needs --prompt", "advise", full);
        assertUsage("only file", "advise", full, full, "--prompt", PROMPT);
        assertUsage("needs a model", "advise", "a.safetensors", "--prompt", PROMPT);
        assertUsage("needs a model", "advise", "a.safetensors", "--rewrite", PROMPT);
        assertUsage("one text", "advise", full, "--ids", "1,2");
        assertUsage("'--batch'", "advise", full, "--batch", "b.jsonl");
        assertUsage("--seed needs a model", "advise", "a.safetensors", "--seed", "7");
        assertUsage("--raw needs a model", "advise", "a.safetensors", "--raw");
        assertUsage("--generate", "advise", full, "--prompt", PROMPT, "--generate", "-1");
        assertUsage("--instruction", "advise", full, "--prompt", PROMPT, "--instruction", " ");
        assertUsage("--lang", "advise", full, "--prompt", PROMPT, "--lang", "fr");
    }

    private static void assertUsage(String part, String... arguments) {
        Run run = run(arguments);
        assertThat(run.code()).as(part).isEqualTo(2);
        assertThat(run.err()).contains(part);
    }

    private static JsonObject json(Run run) {
        assertThat(run.err()).isEmpty();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static JsonObject json(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject figure(JsonObject json, String key) {
        for (JsonElement figure : json.getAsJsonObject("comparison").getAsJsonArray("figures")) {
            if (figure.getAsJsonObject().get("key").getAsString().equals(key)) {
                return figure.getAsJsonObject();
            }
        }
        throw new AssertionError(key + " is missing");
    }

    private static String answerText(JsonObject json, String which) {
        return json.getAsJsonObject(which).getAsJsonObject("answer").get("text").getAsString();
    }

    private static String instruction(JsonObject json, String which) {
        return json.getAsJsonObject(which)
                .getAsJsonObject("instruction")
                .getAsJsonObject("instruction")
                .get("text")
                .getAsString()
                .strip();
    }
}
