package io.github.headlight.cli;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.examples.AnswerHead;
import io.github.headlight.examples.TeachingModel;
import io.github.headlight.export.ExportRequest;
import io.github.headlight.export.ModelExporter;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderers;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Report;
import io.github.headlight.view.Shading;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code headlight demo}: the whole job on the model that ships with the command. */
@Command(
        name = "demo",
        description =
                "Runs the whole job on the model that ships with it: export, capture, analysis, pictures and report.")
final class DemoCommand extends Subcommand {
    private static final int ANSWER_TOKENS = 48;

    private static final List<String> FILES =
            List.of("heatmap.svg", "heatmap.png", "patterns.svg", "analysis.json", "report.html");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "headlight-demo",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--open", description = "Open the report in a browser.")
    private boolean open;

    @Override
    void execute() {
        Path checkpoint = TeachingModel.copyTo(folder.resolve("teaching-model"));
        Path model = checkpoint.resolve("model.onnx");
        ModelExporter.export(ExportRequest.of(checkpoint, model));
        Attention english;
        Attention chinese;
        try (AttentionModel opened = AttentionModel.open(model, SessionConfig.cpu())) {
            CaptureOptions options = CaptureOptions.generating(ANSWER_TOKENS);
            english = opened.capture(Prompt.user(TeachingModel.ENGLISH), options);
            chinese = opened.capture(Prompt.user(TeachingModel.CHINESE), options);
        }
        AttentionFile.write(english, folder.resolve("english.safetensors"));
        AttentionFile.write(chinese, folder.resolve("chinese.safetensors"));
        AnswerHead head = AnswerHead.of(english);
        Heatmap heatmap = Heatmap.ofHead(english, head.layer(), head.head());
        Renderers renderers = Renderers.discover();
        renderers.get("svg").render(heatmap, RenderOutput.file(folder.resolve("heatmap.svg")));
        renderers.get("png").render(heatmap, RenderOutput.file(folder.resolve("heatmap.png")));
        HeadProfiles profiles = HeadProfiles.of(english);
        byte[] analysis =
                ProfileJson.of(english, profiles).toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeStream(folder.resolve("analysis.json"), file -> file.write(analysis));
        RenderOptions linear = RenderOptions.DEFAULT.with(Shading.DEFAULT.with(ColorScale.LINEAR));
        Profile patterns = Profile.of(profiles, english.model().kvHeads(), Language.EN);
        renderers
                .get("svg")
                .render(patterns, linear, RenderOutput.file(folder.resolve("patterns.svg")));
        Path report = folder.resolve("report.html");
        Report captures =
                new Report("Two questions to the teaching model", List.of(english, chinese));
        renderers.get("html").render(captures, RenderOutput.file(report));
        tell(TeachingModel.ENGLISH, english);
        tell(TeachingModel.CHINESE, chinese);
        out().println("The head that looks most at the words it is about to write: " + head);
        for (String name : FILES) {
            out().println("  " + folder.resolve(name));
        }
        if (open) {
            browse(report);
        }
    }

    private void tell(String question, Attention attention) {
        out().println(question.lines().reduce((first, last) -> last).orElse(question));
        out().println("  " + Summary.visible(attention.answer().replace("<|im_end|>", "")).strip());
    }

    private void browse(Path report) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> opener =
                system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler")
                        : List.of(system.contains("mac") ? "open" : "xdg-open");
        List<String> arguments = new ArrayList<>(opener);
        arguments.add(report.toUri().toString());
        try {
            new ProcessBuilder(arguments).start();
        } catch (IOException e) {
            out().println("No browser could be started; open the report by hand.");
        }
    }
}
