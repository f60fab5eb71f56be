package io.github.headlight.cli;

import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.analysis.profile.PatternThresholds;
import io.github.headlight.analysis.profile.ProfileSum;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.HeadlightException;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code headlight analyze}. */
@Command(
        name = "analyze",
        description =
                "Says what every head does: its measures and its pattern, over one capture or many.")
final class AnalyzeCommand extends Subcommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "An attention file; several give what heads do over all of them; or one model, with --batch.")
    private List<Path> files;

    @Option(
            names = "--batch",
            paramLabel = "FILE",
            description = "What the model reads: a file of prompts, as of 'headlight capture'.")
    private Path batch;

    @Option(
            names = "--threshold",
            paramLabel = "SCORE",
            description = "The least score of a pattern, 0 to 1 (default: 0.25).")
    private Double threshold;

    @Option(
            names = "--against",
            paramLabel = "B.safetensors",
            description =
                    "Compare with this capture instead: which heads look elsewhere over the tokens that both have.")
    private Path against;

    @ArgGroup private Format format = new Format();

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "Where to write it (default: the standard output).")
    private Path out;

    @Mixin private ModelOptions options;

    /** How the result is written: at most one of these. */
    static final class Format {
        @Option(names = "--json", description = "Write JSON.")
        private boolean json;

        @Option(names = "--csv", description = "Write CSV, a line for each head.")
        private boolean csv;
    }

    @Override
    void execute() {
        boolean model = files.get(0).toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
        if (model && (files.size() > 1 || batch == null)) {
            throw wrongUsage("a model needs --batch, and is the only file");
        }
        if (!model && batch != null) {
            throw wrongUsage("--batch needs a model (.onnx), found " + files.get(0));
        }
        if (!model) {
            refuseModelOptions(files.get(0));
        }
        if (against != null && (model || files.size() > 1 || format.csv || threshold != null)) {
            throw wrongUsage("--against compares one attention file with another, as text or JSON");
        }
        PatternThresholds thresholds = thresholds();
        if (out != null) {
            requireOther(
                    out,
                    Stream.concat(files.stream(), Stream.of(batch, against))
                            .filter(Objects::nonNull)
                            .toList());
        }
        if (against != null) {
            compare();
        } else if (model) {
            write(ofModel(thresholds));
        } else if (files.size() > 1) {
            write(ofFiles(thresholds));
        } else {
            Attention attention = AttentionFile.read(files.get(0));
            write(attention, profiles(attention, thresholds, files.get(0)));
        }
    }

    private PatternThresholds thresholds() {
        if (threshold == null) {
            return PatternThresholds.DEFAULT;
        }
        try {
            return PatternThresholds.DEFAULT.withScore(threshold);
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--threshold: " + e.getMessage());
        }
    }

    private void write(Attention attention, HeadProfiles profiles) {
        if (format.json) {
            write(ProfileJson.of(attention, profiles) + System.lineSeparator());
        } else if (format.csv) {
            write(ProfileCsv.of(profiles));
        } else {
            write(ProfileText.of(attention, profiles));
        }
    }

    private void write(Sum sum) {
        if (format.json) {
            write(ProfileJson.of(sum.model(), sum.profiles()) + System.lineSeparator());
        } else if (format.csv) {
            write(ProfileCsv.of(sum.profiles()));
        } else {
            write(ProfileText.of(sum.model(), sum.profiles()));
        }
    }

    private void compare() {
        Comparison comparison =
                Comparison.of(AttentionFile.read(files.get(0)), AttentionFile.read(against));
        if (format.json) {
            write(ComparisonJson.of(comparison) + System.lineSeparator());
        } else {
            StringWriter text = new StringWriter();
            ComparisonText.print(new PrintWriter(text), comparison);
            write(text.toString());
        }
    }

    private void write(String text) {
        write(text, out);
    }

    /** Profiles of many captures of a model. */
    private record Sum(ModelSpec model, ProfileSum profiles) {}

    private Sum ofFiles(PatternThresholds thresholds) {
        ModelSpec first = null;
        ProfileSum sum = null;
        try (Progress progress = progress()) {
            for (int i = 0; i < files.size(); i++) {
                progress.step("captures", i, files.size());
                Attention attention = AttentionFile.read(files.get(i));
                if (sum == null) {
                    first = attention.model();
                    sum = new ProfileSum(first, thresholds);
                }
                requireSame(first, attention.model(), files.get(i));
                sum.add(profiles(attention, thresholds, files.get(i)));
            }
        }
        return new Sum(first, sum);
    }

    private static HeadProfiles profiles(
            Attention attention, PatternThresholds thresholds, Path file) {
        return of(file, () -> HeadProfiles.of(attention, thresholds));
    }

    private void requireSame(ModelSpec expected, ModelSpec found, Path file) {
        if (!expected.equals(found)) {
            throw new CaptureException(
                    file
                            + ": expected a capture of the same model as "
                            + files.get(0)
                            + " ("
                            + Summary.of(expected)
                            + "), found "
                            + Summary.of(found)
                            + (expected.fingerprint().equals(found.fingerprint())
                                    ? ""
                                    : " with other weights")
                            + "; analyze captures of one model");
        }
    }

    private Sum ofModel(PatternThresholds thresholds) {
        List<BatchFile.Entry> entries = BatchFile.read(batch);
        try (Progress progress = progress();
                AttentionModel model =
                        AttentionModel.open(files.get(0), options.config(environment()))) {
            requireProfiles(model.plan());
            ProfileSum sum = new ProfileSum(model.spec(), thresholds);
            for (int i = 0; i < entries.size(); i++) {
                progress.step("prompts", i, entries.size());
                BatchFile.Entry entry = entries.get(i);
                try {
                    Attention attention = model.capture(entry.prompt(), CaptureOptions.DEFAULT);
                    sum.add(HeadProfiles.of(attention, thresholds));
                } catch (HeadlightException e) {
                    throw new BatchException(batch, entry.line(), e);
                }
            }
            return new Sum(model.spec(), sum);
        }
    }

    /** Before anything runs. */
    private static void requireProfiles(CapturePlan plan) {
        if (!plan.has(CapturePart.Full.class) && !plan.has(CapturePart.Stats.class)) {
            throw new CaptureException(
                    "what heads do is found in all probabilities or in statistics, but this model"
                            + " captures "
                            + plan
                            + "; export it with --capture full or --capture stats");
        }
    }
}
