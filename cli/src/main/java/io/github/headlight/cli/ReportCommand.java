package io.github.headlight.cli;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.view.Report;
import io.github.headlight.view.Theme;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code headlight report}. */
@Command(name = "report", description = "Writes the report: one HTML file that opens offline.")
final class ReportCommand extends Subcommand {
    private static final int ANSWER_TOKENS = 64;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Attention files; or one model, with --prompt for each capture.")
    private List<Path> files;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What the model reads; several give several captures.")
    private List<String> prompts = List.of();

    @Option(
            names = "--generate",
            paramLabel = "N",
            description =
                    "Let the model write at most N tokens (default: 64; none of an encoder, which does not write).")
    private Integer generate;

    @Mixin private GenerationOptions generation;

    @Option(
            names = "--raw",
            description = "Read the prompt as it is, without the checkpoint's chat template.")
    private boolean raw;

    @Option(
            names = "--sections",
            split = ",",
            paramLabel = "ID",
            description =
                    "The parts to show: matrix, links, layers, patterns, steps, compare, diagnosis, advice, or a plug-in's (default: all that apply).")
    private List<String> sections = List.of();

    @Option(names = "--title", paramLabel = "TEXT", description = "The report's title.")
    private String title;

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            defaultValue = "light",
            description =
                    "light or dark, for readers whose browser does not say (default: ${DEFAULT-VALUE}).")
    private Theme theme;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "REPORT.html",
            description = "Where to write the report.")
    private Path out;

    @Mixin private ModelOptions options;

    @Override
    void execute() {
        boolean model = files.get(0).toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
        if (model && (files.size() > 1 || prompts.isEmpty())) {
            throw wrongUsage("a model needs --prompt, and is the only file");
        }
        if (!model && !prompts.isEmpty()) {
            throw wrongUsage("--prompt needs a model (.onnx), found " + files.get(0));
        }
        if (!model) {
            refuseModelOptions(files.get(0), "--generate", "--raw");
        }
        if (generate != null && generate < 0) {
            throw wrongUsage("--generate: expected 0 or more, found " + generate);
        }
        requireOther(out, files);
        Renderer renderer = RenderersCommand.choose("html", out);
        renderer.requireSections(sections);
        List<Attention> captures = model ? run() : files.stream().map(AttentionFile::read).toList();
        Report report =
                title == null
                        ? Report.of(captures.toArray(Attention[]::new))
                        : new Report(title, captures);
        renderer.render(
                report.withSections(sections),
                RenderOptions.DEFAULT.with(theme),
                RenderOutput.file(out));
        sayWhere(out);
    }

    private List<Attention> run() {
        List<Attention> captures = new ArrayList<>();
        try (Progress progress = progress();
                AttentionModel model =
                        AttentionModel.open(files.get(0), options.config(environment()))) {
            int most = generate != null ? generate : model.writes() ? ANSWER_TOKENS : 0;
            CaptureOptions capture =
                    CaptureOptions.DEFAULT
                            .with(generation.of(most, model.generationDefaults()))
                            .with(progress.ofCapture(most));
            for (String prompt : prompts) {
                captures.add(
                        model.capture(raw ? Prompt.text(prompt) : Prompt.user(prompt), capture));
            }
        }
        return captures;
    }
}
