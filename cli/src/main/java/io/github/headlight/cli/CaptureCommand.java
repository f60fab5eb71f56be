package io.github.headlight.cli;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.HeadlightException;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureListener;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** {@code headlight capture}. */
@Command(name = "capture", description = "Runs a model and saves its attention.")
final class CaptureCommand extends Subcommand {
    @Parameters(paramLabel = "MODEL.onnx", description = "A model that 'headlight export' wrote.")
    private Path model;

    @ArgGroup(multiplicity = "1")
    private PromptsOptions prompt;

    @Option(
            names = "--generate",
            paramLabel = "N",
            description = "Let the model write at most N tokens after the prompt.")
    private int generate;

    @Mixin private GenerationOptions generation;

    @Option(
            names = "--all-logits",
            description =
                    "Keep the logits of every row, not only the last prompt row and the generated rows.")
    private boolean allLogits;

    @Option(
            names = "--block",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Read the prompt N tokens at a time (default: 16 to 256, by what a block needs and what there is).")
    private int block;

    @Option(
            names = "--beyond-context",
            description = "Allow more tokens than the model was made for.")
    private boolean beyondContext;

    @Option(
            names = "--json",
            description =
                    "Print JSON: file, tokens, and each written token with its probability and alternatives.")
    private boolean json;

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
        if (block < 0 || block > CaptureOptions.MAX_BLOCK) {
            throw wrongUsage(
                    "--block: expected 0 to " + CaptureOptions.MAX_BLOCK + ", found " + block);
        }
        List<BatchFile.Entry> batch = prompt.batch().map(BatchFile::read).orElse(List.of());
        try (Progress progress = progress();
                AttentionModel opened = AttentionModel.open(model, options.config(environment()))) {
            CaptureOptions capture = captureOptions(opened, progress);
            if (batch.isEmpty()) {
                requireOther(out, opened.files());
                tell(opened, opened.captureTo(out, prompt.read(), capture), out, prompt.isIds());
                return;
            }
            if (Files.isRegularFile(out)) {
                throw wrongUsage("--out: with --batch it is a folder, and " + out + " is a file");
            }
            for (int i = 0; i < batch.size(); i++) {
                progress.step("prompts", i, batch.size());
                captureEntry(opened, batch.get(i), capture.with(CaptureListener.NONE));
            }
        }
    }

    private CaptureOptions captureOptions(AttentionModel opened, Progress progress) {
        CaptureOptions capture =
                CaptureOptions.DEFAULT
                        .with(generation.of(generate, opened.generationDefaults()))
                        .withBlock(block)
                        .with(progress.ofCapture(generate));
        if (allLogits) {
            capture = capture.withAllLogits();
        }
        return beyondContext ? capture.allowingBeyondContext() : capture;
    }

    private void captureEntry(
            AttentionModel opened, BatchFile.Entry entry, CaptureOptions capture) {
        Path file = out.resolve(entry.name() + ".safetensors");
        requireOther(file, opened.files());
        try {
            Attention attention = opened.captureTo(file, entry.prompt(), capture);
            tell(opened, attention, file, entry.prompt() instanceof Prompt.Ids);
        } catch (HeadlightException e) {
            throw new BatchException(prompt.batch().orElseThrow(), entry.line(), e);
        }
    }

    private void tell(AttentionModel opened, Attention attention, Path file, boolean ids) {
        if (json) {
            IntFunction<Optional<String>> texts =
                    id -> ids ? Optional.empty() : Optional.of(opened.text(id));
            out().println(Summary.json(attention, file, texts));
            return;
        }
        out().println(Summary.of(attention) + " -> " + file);
        if (attention.generatedLength() > 0) {
            out().println("answer: " + Summary.answer(attention, ids));
        }
    }
}
