package io.github.headlight.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.github.headlight.analysis.drift.Anchors;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.analysis.drift.DriftSettings;
import io.github.headlight.analysis.drift.DriftText;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.session.AttentionModel;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code headlight diagnose}. */
@Command(
        name = "diagnose",
        description =
                "Says whether the model looked at the words its answer should rest on while it wrote it, which layer lost them and which heads looked.")
final class DiagnoseCommand extends Subcommand {
    @Parameters(
            paramLabel = "FILE",
            description = "An attention file with an answer; or a model, with a prompt.")
    private Path file;

    @Mixin private AnswerOptions answer;

    @Option(
            names = "--anchor",
            paramLabel = "WORD",
            description =
                    "A word or phrase of the prompt that the answer should rest on, wherever it stands there; may be given several times (default: the content words of the question).")
    private List<String> anchors = List.of();

    @Option(
            names = "--anchor-tokens",
            paramLabel = "FIRST:END",
            converter = SpanConverter.class,
            description = "An anchor by its tokens, from 0, END exclusive.")
    private List<Span> tokens = List.of();

    @Option(
            names = "--anchor-bytes",
            paramLabel = "FIRST:END",
            converter = SpanConverter.class,
            description = "An anchor by its bytes in the prompt's UTF-8, from 0, END exclusive.")
    private List<Span> bytes = List.of();

    @Option(
            names = "--against",
            paramLabel = "B.safetensors",
            description =
                    "An attention file of the same model on another prompt, to compare with; it needs the same words, or anchors of its own question.")
    private Path against;

    @Option(
            names = "--content-head",
            paramLabel = "W",
            description =
                    "Average over heads that give content at least this weight (default: 0.2).")
    private double contentHead = DriftSettings.DEFAULT.contentHead();

    @Option(
            names = "--drifted",
            paramLabel = "X",
            description = "Below X times an even spread an answer has drifted (default: 0.5).")
    private double drifted = DriftSettings.DEFAULT.drifted();

    @Option(
            names = "--anchored",
            paramLabel = "X",
            description = "From X times an even spread on it is anchored (default: 1.5).")
    private double anchored = DriftSettings.DEFAULT.anchored();

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            defaultValue = "en",
            converter = LanguageConverter.class,
            description = "The language of the sentences (default: ${DEFAULT-VALUE}).")
    private Language language;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(names = "--out", paramLabel = "F", description = "Write to this file.")
    private Path out;

    @Override
    void execute() {
        boolean model = file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
        answer.check(file, model, 1);
        if (against != null && tokens.size() + bytes.size() > 0) {
            throw wrongUsage(
                    "--against: anchors of two prompts are found by their text, and not by"
                            + " --anchor-tokens or --anchor-bytes");
        }
        DriftSettings settings = settings();
        if (out != null) {
            requireOther(out, against == null ? List.of(file) : List.of(file, against));
        }
        Attention attention = model ? run() : AttentionFile.read(file);
        Drift drift = of(file, () -> Drift.of(attention, anchorsIn(attention), settings));
        if (against != null) {
            drift = against(drift);
        }
        write(json ? pretty(drift, attention) : DriftTable.of(drift, language), out);
    }

    private DriftSettings settings() {
        try {
            return new DriftSettings(
                    contentHead, drifted, anchored, DriftSettings.DEFAULT.topHeads());
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private Attention run() {
        try (Progress progress = progress();
                AttentionModel opened = AttentionModel.open(file, answer.config(environment()))) {
            requireKeys(opened.plan());
            return opened.capture(answer.read(), answer.capture(opened, progress));
        }
    }

    /** Before anything runs. */
    private static void requireKeys(CapturePlan plan) {
        if (!plan.has(CapturePart.Full.class) && !plan.has(CapturePart.TopK.class)) {
            throw new CaptureException(
                    "a diagnosis reads the keys of every head, but this model captures "
                            + plan
                            + "; export it with --capture full, or topk:64 for long prompts");
        }
    }

    private Anchors anchorsIn(Attention attention) {
        List<Anchors> found = new ArrayList<>();
        if (!anchors.isEmpty()) {
            found.add(Anchors.ofTexts(attention, anchors));
        }
        tokens.forEach(span -> found.add(Anchors.ofTokens(attention, span.first(), span.end())));
        bytes.forEach(span -> found.add(Anchors.ofBytes(attention, span.first(), span.end())));
        return found.stream().reduce(Anchors::and).orElseGet(() -> Anchors.ofQuestion(attention));
    }

    private Drift against(Drift drift) {
        Attention other = AttentionFile.read(against);
        try {
            return of(against, () -> drift.against(other, anchorsIn(other)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(against + ": " + e.getMessage(), e);
        }
    }

    private String pretty(Drift drift, Attention attention) {
        Gson gson =
                new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create();
        return gson.toJson(DriftJson.of(drift, attention, DriftText.of(drift, language))) + "\n";
    }

    /** Where something is, the end exclusive. */
    record Span(int first, int end) {}

    /** Reads a span. */
    static final class SpanConverter implements ITypeConverter<Span> {
        @Override
        public Span convert(String value) {
            String[] parts = value.split(":", -1);
            try {
                if (parts.length == 2) {
                    return new Span(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException(
                    "expected FIRST:END, such as 3:5, found \"" + value + "\"");
        }
    }
}
