package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.examples.TeachingModel;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command as a user types it: results, exit codes, one-line errors. */
class CommandTest {
    @TempDir static Path shared;
    private static String model;
    private static String attention;

    @TempDir Path folder;

    @BeforeAll
    static void captureOnce() {
        Path checkpoint = TeachingModel.copyTo(shared.resolve("checkpoint"));
        model = shared.resolve("model.onnx").toString();
        attention = shared.resolve("a.safetensors").toString();
        assertThat(run("export", checkpoint.toString(), "--out", model).code()).isZero();
        assertThat(
                        run(
                                        "capture",
                                        model,
                                        "--prompt",
                                        "Rostol lives in Leeds.\n",
                                        "--device",
                                        "cpu",
                                        "--out",
                                        attention)
                                .code())
                .isZero();
    }

    @Test
    void exportsAndInspects() {
        JsonObject facts =
                JsonParser.parseString(run("inspect", model, "--json").out()).getAsJsonObject();
        assertThat(facts.get("plan").getAsString()).isEqualTo("full");
        assertThat(facts.getAsJsonObject("model").get("layers").getAsInt()).isEqualTo(4);
        assertThat(run("inspect", shared.resolve("checkpoint").toString()).out()).contains("qwen2");
        assertThat(run("inspect", attention).out()).contains("Rostol lives in Leeds.");
    }

    @Test
    void capturesWhatIsAskedFor() throws IOException {
        String out = folder.resolve("b.safetensors").toString();
        Run run =
                run(
                        "capture",
                        model,
                        "--ids",
                        "1,2,3",
                        "--generate",
                        "2",
                        "--all-logits",
                        "--device",
                        "cpu",
                        "--out",
                        out);
        assertThat(run).isEqualTo(new Run(0, run.out(), ""));
        Attention read = AttentionFile.read(Path.of(out));
        assertThat(read.tokens().size()).isEqualTo(5);
        assertThat(read.logits().orElseThrow().rows()).isEqualTo(4);
        Path text = Files.writeString(folder.resolve("text"), "Rostol lives in Leeds.\n");
        String same = folder.resolve("c.safetensors").toString();
        assertThat(run("capture", model, "--text-file", text.toString(), "--out", same).code())
                .isZero();
        assertThat(Path.of(same)).hasSameBinaryContentAs(Path.of(attention));
    }

    @Test
    void answersAChatInTheCheckpointsOwnFormat() throws IOException {
        Path chat =
                Files.writeString(
                        folder.resolve("chat.json"),
                        "[{\"role\": \"user\", \"content\": \""
                                + TeachingModel.CHINESE.replace("\n", "\\n")
                                + "\"}]");
        Run run =
                run(
                        "capture",
                        model,
                        "--chat",
                        chat.toString(),
                        "--generate",
                        "40",
                        "--out",
                        folder.resolve("a.safetensors").toString());
        assertThat(run.out()).contains("苹果公司成立于1976年。");
    }

    @ParameterizedTest
    @ValueSource(strings = {"svg", "png", "html"})
    void rendersEachFormat(String format) {
        Path picture = folder.resolve("picture." + format);
        assertThat(
                        run(
                                "render",
                                attention,
                                "--view",
                                "heatmap",
                                "--layer",
                                "1",
                                "--head",
                                "2",
                                "--out",
                                picture.toString()))
                .isEqualTo(new Run(0, "", ""));
        assertThat(picture).isNotEmptyFile();
        Path other = folder.resolve("other");
        assertThat(
                        run(
                                        "render",
                                        attention,
                                        "--view",
                                        "heatmap",
                                        "--theme",
                                        "dark",
                                        "--format",
                                        format,
                                        "--out",
                                        other.toString())
                                .code())
                .isZero();
        assertThat(other).isNotEmptyFile();
    }

    @Test
    void reportsFilesAndModels() {
        Path report = folder.resolve("r.html");
        assertThat(run("report", attention, attention, "--out", report.toString()).code()).isZero();
        assertThat(report).content().contains("Content-Security-Policy");
        assertThat(
                        run(
                                        "report",
                                        model,
                                        "--prompt",
                                        TeachingModel.ENGLISH,
                                        "--generate",
                                        "8",
                                        "--out",
                                        report.toString())
                                .code())
                .isZero();
        assertThat(report).content().contains("Ros", "tol", "lamp");
    }

    @Test
    void reportsOfChosenSections() {
        Path report = folder.resolve("chosen.html");
        String out = report.toString();
        assertThat(run("report", attention, "--sections", "advice,matrix", "--out", out).code())
                .isZero();
        assertThat(report)
                .content()
                .contains("id=\"tab-matrix\"", "id=\"tab-advice\"")
                .doesNotContain("id=\"tab-diagnosis\"");
        // Before the model runs.
        assertFails(
                "no section \"advise\"; found: matrix",
                "report",
                model,
                "--prompt",
                "x",
                "--sections",
                "advise",
                "--out",
                folder.resolve("none.html").toString());
    }

    @Test
    void rendersAFrameForAnotherPage() {
        Path frame = folder.resolve("frame.html");
        assertThat(
                        run(
                                        "render",
                                        attention,
                                        "--view",
                                        "heatmap",
                                        "--head",
                                        "0",
                                        "--format",
                                        "html-fragment",
                                        "--out",
                                        frame.toString())
                                .code())
                .isZero();
        assertThat(frame).content().startsWith("<iframe sandbox=\"allow-scripts\"");
    }

    @Test
    void listsRenderers() {
        JsonArray found = JsonParser.parseString(run("renderers", "--json").out()).getAsJsonArray();
        assertThat(found)
                .extracting(r -> r.getAsJsonObject().get("id").getAsString())
                .containsExactly("html", "html-fragment", "pdf", "png", "svg");
        assertThat(run("renderers").out()).startsWith("ID").contains("html");
    }

    @Test
    void demonstratesTheWholeJob() {
        Run run = run("demo", "--out", folder.resolve("demo").toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Rostol owns a green lamp.").contains("苹果公司成立于1976年。");
        for (String name :
                List.of(
                        "heatmap.svg",
                        "heatmap.png",
                        "patterns.svg",
                        "analysis.json",
                        "report.html")) {
            assertThat(folder.resolve("demo").resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void helpsEverywhere() {
        for (String command :
                List.of(
                        "demo",
                        "pull",
                        "export",
                        "inspect",
                        "analyze",
                        "diagnose",
                        "advise",
                        "capture",
                        "diagnose",
                        "render",
                        "report",
                        "renderers")) {
            assertThat(run(command, "--help").out()).startsWith("Usage: headlight " + command);
            assertThat(run("--help").out()).contains("  " + command);
        }
        assertThat(run("--version").out()).startsWith("headlight ");
        assertThat(run("generate-completion").out()).contains("complete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "export",
                "export x --out y --capture nonsense",
                "export x --out y --precision f7",
                "pull",
                "pull a/b/c",
                "pull ../b",
                "pull a/b --revision ../c",
                "pull a/b --file /c.gguf",
                "capture m.onnx --out a",
                "capture m.onnx --prompt a --ids 1 --out a",
                "capture m.onnx --ids 1,x --out a",
                "capture m.onnx --ids 1 --device tpu --out a",
                "capture m.onnx --ids 1 --generate -1 --out a",
                "capture m.onnx --ids 1 --threads -1 --out a",
                "render a --view pie --out p.svg",
                "render a --view heatmap --out p.svg --dpi 5",
                "render a --view heatmap --out p.svg --gamma x",
                "report m.onnx --out r.html",
                "report a.safetensors --prompt x --out r.html",
                "report a.safetensors --generate 3 --out r.html",
                "report a.safetensors --device cpu --out r.html",
                "analyze a.safetensors --tokenizer t"
            })
    void saysInOneLineHowItWasMisused(String line) {
        Run run = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(1)
                .allMatch(l -> l.startsWith("headlight") && l.contains("--help"));
    }

    @Test
    void saysInOneLineWhatFailed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        Path out = folder.resolve("out");
        assertFails(
                broken.toString(),
                "capture",
                broken.toString(),
                "--ids",
                "1",
                "--out",
                out.toString());
        assertFails(
                "missing.onnx", "capture", "missing.onnx", "--ids", "1", "--out", out.toString());
        assertFails("2048", "capture", model, "--ids", "2048", "--out", out.toString());
        assertFails("empty", "capture", model, "--prompt", "", "--out", out.toString());
        assertFails("config.json", "export", folder.toString(), "--out", out.toString());
        assertFails(
                "found: html, html-fragment, pdf, png, svg",
                "render",
                attention,
                "--view",
                "heatmap",
                "--format",
                "eps",
                "--out",
                out.toString());
        assertFails(
                "folder",
                "render",
                attention,
                "--view",
                "heatmap",
                "--format",
                "svg",
                "--out",
                folder.toString());
        assertFails("broken.onnx", "inspect", broken.toString());
        assertFails("no such file", "inspect", "nowhere");
        assertFails("--debug", "export", "--debug", "x\u001b[31m", "--out", out.toString());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(broken);
        }
    }

    @Test
    void takesNoEmptyTextForAFolder() {
        Run run = run("inspect", "");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected a path").hasLineCount(1);
    }

    /** U+009B begins an escape sequence of one character. */
    @Test
    void printsNothingOfAFileThatSteersATerminal() throws IOException {
        String bytes = Files.readString(Path.of(attention), StandardCharsets.ISO_8859_1);
        String name = "architecture\\\":\\\"";
        assertThat(bytes).contains(name + "qwen2");
        Path hostile = folder.resolve("hostile.safetensors");
        Files.writeString(
                hostile,
                bytes.replace(name + "qwen2", name + "\u00c2\u009b31m"),
                StandardCharsets.ISO_8859_1);
        for (String command : List.of("inspect", "analyze")) {
            assertThat(run(command, hostile.toString()).out())
                    .contains("\ufffd31m")
                    .doesNotContain("\u009b");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void addsNothingToAResultThatIsNoFile() {
        assertThat(run("report", attention, "--out", "/dev/null").out()).isEmpty();
        assertThat(run("analyze", attention, "--out", "/dev/null").out()).isEmpty();
    }

    @Test
    void drawsWhateverTheCaseOfTheEnding() {
        Path out = folder.resolve("P.SVG");
        Run run = run("render", attention, "--view", "heatmap", "--out", out.toString());
        assertThat(run.err()).isEmpty();
        assertThat(out).content().contains("<svg");
    }

    @Test
    void readsPromptsThatLookLikeOptions() {
        String out = folder.resolve("a").toString();
        for (String prompt : List.of("--generate", "-h", "@nothing", "--prompt")) {
            assertThat(run("capture", model, "--prompt=" + prompt, "--out", out))
                    .extracting(Run::code, Run::err)
                    .containsExactly(0, "");
            assertThat(AttentionFile.read(Path.of(out)).tokens().text()).isEqualTo(prompt);
        }
    }

    @Test
    void writesOverNoneOfItsInputs() throws IOException {
        Path copy = Files.copy(Path.of(attention), folder.resolve("copy.safetensors"));
        String out = copy.toString();
        assertFails(
                "is an input", "render", out, "--view", "heatmap", "--format", "svg", "--out", out);
        assertFails("is an input", "report", attention, out, "--out", out);
        assertThat(copy).hasSameBinaryContentAs(Path.of(attention));
        assertFails("is an input", "capture", model, "--ids", "1", "--out", model);
        String weights = shared.resolve("checkpoint/model.safetensors").toString();
        assertFails("is an input", "capture", model, "--ids", "1", "--out", weights);
    }
}
