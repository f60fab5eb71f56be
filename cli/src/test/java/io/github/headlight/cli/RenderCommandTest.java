package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/** {@code headlight render}: every view, every option, and what wrong usage is told. */
class RenderCommandTest {
    private static final List<String> TEXTS =
            List.of("The", " harb", "our", " was", " quiet", ",", "苹果", "公司", "🍎", ".");

    @TempDir static Path shared;
    private static String full;
    private static String other;
    private static Attention attention;

    @TempDir Path folder;

    @BeforeAll
    static void save() {
        attention = RendererContractTest.sample(3, 4, TEXTS);
        full = save("full", attention);
        other =
                save(
                        "other",
                        new Attention(
                                attention.model(),
                                CapturePlan.FULL,
                                attention.tokens(),
                                TEXTS.size(),
                                attention
                                        .tensor()
                                        .select(new int[] {2, 1, 0}, new int[] {3, 2, 1, 0}),
                                null));
    }

    private static String save(String name, Attention capture) {
        Path file = shared.resolve(name + ".safetensors");
        AttentionFile.write(capture, file);
        return file.toString();
    }

    private static String reduced(String plan, Captured captured) {
        return save(
                plan.replace(':', '-'),
                new Attention(
                        attention.model(),
                        CapturePlan.parse(plan),
                        attention.tokens(),
                        TEXTS.size(),
                        captured,
                        null));
    }

    @ParameterizedTest
    @EnumSource(Picture.class)
    void drawsEveryView(Picture picture) throws IOException {
        List<String> files = picture == Picture.DIFFERENCE ? List.of(full, other) : List.of(full);
        for (String ending : List.of("svg", "png")) {
            Path out = folder.resolve(picture.key() + "." + ending);
            List<String> arguments = new ArrayList<>(List.of("render"));
            arguments.addAll(files);
            arguments.addAll(List.of("--view", picture.key(), "--out", out.toString()));
            assertThat(run(arguments.toArray(String[]::new))).isEqualTo(new Run(0, "", ""));
            assertThat(out).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve(picture.key() + ".svg")))
                .contains("role=\"img\"");
        assertThat(ImageIO.read(folder.resolve(picture.key() + ".png").toFile())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heatmap | | Layer 2 · mean over heads",
                "heatmap | --layer 1 --head 2 | Layer 1 · Head 2",
                "heatmap | --layer mean --head 2 | Mean over layers · Head 2",
                "heatmap | --layer mean | Mean over all layers and heads",
                "heatmap | --layer 1 --head 2 --lang zh | 层 1 · 头 2",
                "head | --layer 1 --head 0,3 | Links of 2 heads",
                "head | --layer 0 --head 1 | Layer 0 · Head 1",
                "tokens | --layer 0 --head 1 --token 3 --direction read-by | Layer 0 · Head 1",
                "rollout | --layer 1 | Attention rollout · Layers 0–1",
                "rollout | --lang zh | 注意力展开 · 层 0–2",
                "profile | --measure sink | Mass on the first token",
                "head-grid | --lang zh | 所有注意力头",
            })
    void namesWhatItShows(String view, String options, String title) throws IOException {
        assertThat(svg(full, view, options)).contains("<title>" + title + "</title>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sink masked | first token, left out",
                "--sink renormalised | rest of each row scaled to 1",
                "--scale linear | colour = p;",
                "--scale log | colour = log p",
                "--gamma 0.7 | colour = p^0.7",
                "--range row | part of row’s largest",
                "--threshold 0.05 | below 0.05 not drawn",
                "--crop 2:6 | tokens 2–5 only",
                "--words | sum over their keys",
                "--words | harbour",
                "--theme dark | #0f1318",
                "--color-map cividis | #00204c",
                "--width 85mm | width=\"85mm\"",
                "--width 640px | width=\"640px\"",
                "--font-size 16 | font-size=\"16\"",
                "--lang zh | 查询（读）",
                "--cell-values | >.35</text>",
            })
    void drawsAsTheOptionsSay(String options, String mark) throws IOException {
        assertThat(svg(full, "heatmap", "")).doesNotContain(mark);
        assertThat(svg(full, "heatmap", options)).contains(mark);
    }

    @Test
    void drawsPixelsAtTheResolutionAskedFor() throws IOException {
        Path out = folder.resolve("a.png");
        String command = "render " + full + " --view heatmap --width 127mm --dpi 300 --out " + out;
        assertThat(run(command.split(" ")).code()).isZero();
        assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(1500);
    }

    @Test
    void drawsTextAsShapes() throws IOException {
        assertThat(svg(full, "heatmap", "--outlines")).doesNotContain("<text");
    }

    @Test
    void drawsReducedCaptures() throws IOException {
        String top =
                reduced("topk:3", Captured.NOTHING.with(TopKAttention.of(attention.tensor(), 3)));
        String pooled =
                reduced(
                        "pooled:4",
                        Captured.NOTHING.with(PooledAttention.of(attention.tensor(), 4)));
        String stats =
                reduced("stats", Captured.NOTHING.with(HeadProfiles.of(attention).statistics()));
        assertThat(svg(top, "heatmap", "--layer 0 --head 1")).contains("largest 3 keys");
        assertThat(svg(top, "head-grid", "")).contains("largest 3 keys");
        assertThat(svg(pooled, "heatmap", "--sink masked")).contains("first block, left out");
        assertThat(svg(pooled, "head-grid", "")).contains("<svg");
        assertThat(svg(stats, "profile", "--measure mean_distance")).contains("distance (tokens)");
        assertFails(
                "headlight: " + top + ": this capture holds",
                ("render " + top + " --view profile --out " + folder.resolve("p.svg")).split(" "));
        assertFails(
                "--capture stats",
                ("render " + top + " --view profile --out " + folder.resolve("p.svg")).split(" "));
        assertFails(
                "no words",
                ("render " + pooled + " --view heatmap --words --out " + folder.resolve("p.svg"))
                        .split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--view pie | expected one of heatmap, head-grid, head, tokens, rollout, profile",
                "--view heatmap --sink gone | expected one of shown, masked, renormalised",
                "--view heatmap --range all | expected one of unit, picture, row",
                "--view heatmap --scale cubic | expected one of linear, sqrt, log",
                "--view heatmap --scale log --gamma 2 | expected one of them",
                "--view heatmap --gamma 9 | expected 0.1 to 4",
                "--view heatmap --threshold 2 | expected 0 to 1",
                "--view heatmap --color-map jet | expected one of blue, cividis, grey",
                "--view heatmap --lang fr | expected one of en, zh",
                "--view heatmap --font-size 2 | expected 6 to 36",
                "--view heatmap --width 85 | as 85mm or 640px",
                "--view heatmap --width 1px | 16px to 20000px",
                "--view heatmap --dpi 5 | expected 24 to 768",
                "--view heatmap --crop 5 | expected FROM:TO",
                "--view heatmap --crop 5:5 | from < to",
                "--view heatmap --crop 10: | has tokens 0 to 9",
                "--view heatmap --layer 3 | has 0 to 2, or mean",
                "--view heatmap --head x | has 0 to 3, or mean",
                "--view heatmap --head 0,1 | several heads are for --view head",
                "--view heatmap --token 1 | is for --view tokens",
                "--view heatmap --measure sink | is for --view profile",
                "--view profile --measure height | entropy_normalized, sink, previous_token",
                "--view profile --words | is for --view heatmap",
                "--view head-grid --layer 1 | is for --view heatmap, head,",
                "--view head --head 0,1,2,3,0,1,2,3,0 | at most 8",
                "--view rollout --layer mean | goes up to a layer",
                "--view tokens --token 10 | expected 0 to 9",
                "--view tokens --crop 2:5 --token 7 | expected 2 to 4",
                "--view difference | expected two attention files, found 1",
            })
    void saysWhatIsAllowed(String usage) {
        String options = usage.substring(0, usage.indexOf(" | "));
        String message = usage.substring(usage.indexOf(" | ") + 3);
        String out = folder.resolve("p.svg").toString();
        Run run = run(("render " + full + " " + options + " --out " + out).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(message);
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void comparesTheTokensThatTwoCapturesShare() throws IOException {
        String shorter = save("shorter", RendererContractTest.sample(3, 4, TEXTS.subList(0, 7)));
        Path out = folder.resolve("p.svg");
        String command = " --view difference --layer 1 --head 2 --out " + out;
        assertThat(run(("render " + full + " " + shorter + command).split(" ")).code()).isZero();
        assertThat(Files.readString(out))
                .contains("Layer 1 · Head 2", "full.safetensors", "苹果", "quiet")
                .doesNotContain("公司");
        String reduced =
                reduced("topk:3", Captured.NOTHING.with(TopKAttention.of(attention.tensor(), 3)));
        assertFails("heads:1.2", ("render " + full + " " + reduced + command).split(" "));
    }

    @Test
    void saysWhatARendererCannotDraw() {
        assertFails(
                "cannot draw the view profile",
                ("render " + full + " --view profile --out " + folder.resolve("p.html"))
                        .split(" "));
    }

    private String svg(String file, String view, String options) throws IOException {
        Path out = folder.resolve("picture.svg");
        List<String> arguments =
                new ArrayList<>(List.of("render", file, "--view", view, "--out", out.toString()));
        if (options != null) {
            Stream.of(options.split(" ")).filter(o -> !o.isEmpty()).forEach(arguments::add);
        }
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(new Run(0, "", ""));
        return Files.readString(out);
    }

    @Test
    void refusesAnEmptyListOfHeads() {
        Run run =
                run(
                        "render",
                        full.toString(),
                        "--view",
                        "heatmap",
                        "--head",
                        ",",
                        "--out",
                        folder.resolve("p.svg").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--head: expected a number or mean, found none");
    }
}
