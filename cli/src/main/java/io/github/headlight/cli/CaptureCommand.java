package io.github.headlight.cli;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/** {@code headlight capture}. */
@Command(name = "capture", description = "Runs a model and saves its attention.")
final class CaptureCommand extends Subcommand {
    @Parameters(paramLabel = "MODEL.onnx", description = "A model that 'headlight export' wrote.")
    private Path model;

    @ArgGroup(multiplicity = "1")
    private PromptOptions prompt;

    @Option(
            names = "--generate",
            paramLabel = "N",
            description = "Let the model write at most N tokens after the prompt.")
    private int generate;

    @Option(
            names = "--all-logits",
            description =
                    "Keep the logits of every row, not only the last prompt row and the generated rows.")
    private boolean allLogits;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "A.safetensors",
            description = "Where to save the attention.")
    private Path out;

    @Mixin private ModelOptions options;

    @Override
    void execute() {
        if (generate < 0) {
            throw wrongUsage("--generate: expected 0 or more, found " + generate);
        }
        CaptureOptions capture = CaptureOptions.generating(generate);
        Attention attention;
        try (Progress progress = progress();
                AttentionModel opened = AttentionModel.open(model, options.config())) {
            requireOther(out, opened.files());
            capture = capture.with(progress.ofCapture(generate));
            attention =
                    opened.capture(prompt.read(), allLogits ? capture.withAllLogits() : capture);
        }
        AttentionFile.write(attention, out);
        out().println(Summary.of(attention) + " -> " + out);
        if (attention.generatedLength() > 0) {
            out().println("answer: " + Summary.answer(attention, prompt.isIds()));
        }
    }
}
