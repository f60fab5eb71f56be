package io.github.headlight.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.github.headlight.analysis.advice.AdviceComparison;
import io.github.headlight.analysis.advice.AdviceOptions;
import io.github.headlight.analysis.advice.PromptAdvice;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code headlight advise}. */
@Command(
        name = "advise",
        description =
                "Measures four rules of good prompts on the attention of a prompt, and what a rewritten prompt moves.")
final class AdviseCommand extends Subcommand {
    private static final Gson JSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    @Parameters(
            arity = "1..2",
            paramLabel = "FILE",
            description =
                    "A model, with --prompt; or an attention file, and perhaps that of the rewritten prompt.")
    private List<Path> files;

    @Mixin private AnswerOptions answer;

    @Option(
            names = "--rewrite",
            paramLabel = "TEXT",
            description =
                    "The prompt in other words, measured beside it; with --chat, the last message of the user in other words.")
    private String rewrite;

    @Option(
            names = "--instruction",
            paramLabel = "TEXT",
            description =
                    "The key instruction, as it stands in the prompt (default: the last question, else the first request, else the last sentence).")
    private String instruction;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            defaultValue = "en",
            converter = LanguageConverter.class,
            description = "Language of the findings: en or zh (default: ${DEFAULT-VALUE}).")
    private Language language;

    @Option(names = "--json", description = "Write JSON: every figure, in both languages.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "Where to write the findings (default: standard output).")
    private Path out;

    @Override
    void execute() {
        check();
        List<Attention> captures =
                isModel() ? run() : files.stream().map(AttentionFile::read).toList();
        PromptAdvice before =
                of(files.get(0), () -> PromptAdvice.of(captures.get(0), adviceOptions()));
        String written;
        if (captures.size() == 1) {
            written =
                    json
                            ? JSON.toJson(AdviceJson.of(captures.get(0).model(), before)) + "\n"
                            : AdviceText.of(before, language);
        } else {
            Attention second = captures.get(1);
            requireSame(captures.get(0).model(), second.model());
            PromptAdvice after =
                    of(
                            files.get(files.size() - 1),
                            () -> PromptAdvice.of(second, rewriteOptions(second)));
            AdviceComparison comparison = AdviceComparison.of(before, after);
            written =
                    json
                            ? JSON.toJson(AdviceJson.of(second.model(), comparison)) + "\n"
                            : AdviceText.of(comparison, language);
        }
        write(written, out);
    }

    private boolean isModel() {
        return files.get(0).toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    private void check() {
        answer.check(files.get(0), isModel(), 0);
        if (isModel() && files.size() > 1) {
            throw wrongUsage("a model is the only file");
        }
        if (!isModel() && rewrite != null) {
            throw wrongUsage("--rewrite needs a model (.onnx), found " + files.get(0));
        }
        if (isModel() && answer.prompt().isIds()) {
            throw wrongUsage("advice needs one text: --prompt, --text-file or --chat");
        }
        if (instruction != null && instruction.isBlank()) {
            throw wrongUsage("--instruction: expected words of the prompt, found none");
        }
        if (out != null) {
            requireOther(out, files);
        }
    }

    private List<Attention> run() {
        List<Attention> captures = new ArrayList<>();
        try (Progress progress = progress();
                AttentionModel model =
                        AttentionModel.open(files.get(0), answer.config(environment()))) {
            if (!model.plan().has(CapturePart.Full.class)) {
                throw new CaptureException(
                        "advice reads every head, but this model captures "
                                + model.plan()
                                + "; export it so: headlight export CHECKPOINT --out MODEL.onnx"
                                + " --capture full");
            }
            CaptureOptions capture = answer.capture(model, progress);
            Prompt first = answer.read();
            captures.add(model.capture(first, capture));
            if (rewrite != null) {
                Prompt second = answer.prompt().rewritten(first, rewrite, answer.isRaw());
                captures.add(model.capture(second, capture));
            }
        }
        return captures;
    }

    private void requireSame(ModelSpec before, ModelSpec after) {
        if (!before.equals(after)) {
            throw new CaptureException(
                    files.get(1)
                            + ": expected a capture of the same model as "
                            + files.get(0)
                            + ", found another; capture both prompts with one model");
        }
    }

    private AdviceOptions adviceOptions() {
        if (instruction == null) {
            return AdviceOptions.DEFAULT;
        }
        return AdviceOptions.DEFAULT.withInstruction(instruction);
    }

    /** The rewritten prompt may say the instruction in other words; then the rule finds it. */
    private AdviceOptions rewriteOptions(Attention attention) {
        boolean there =
                instruction != null
                        && attention
                                .tokens()
                                .text(0, attention.promptLength())
                                .contains(instruction.strip());
        return there ? AdviceOptions.DEFAULT.withInstruction(instruction) : AdviceOptions.DEFAULT;
    }
}
