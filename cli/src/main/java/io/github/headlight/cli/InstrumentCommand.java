package io.github.headlight.cli;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.instrument.FoundLayer;
import io.github.headlight.export.instrument.InstrumentRequest;
import io.github.headlight.export.instrument.InstrumentedModel;
import io.github.headlight.export.instrument.Instrumenter;
import io.github.headlight.model.AttentionDirection;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code headlight instrument}. */
@Command(
        name = "instrument",
        description = "Adds attention probabilities to an ONNX model made elsewhere.")
final class InstrumentCommand extends Subcommand {
    @Parameters(paramLabel = "IN.onnx", description = "An ONNX model, decoder or encoder.")
    private Path in;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT.onnx",
            description =
                    "Where to write the model. Weights in files of their own stay where they are.")
    private Path out;

    @Option(
            names = "--capture",
            paramLabel = "PLAN",
            defaultValue = "full",
            converter = ExportCommand.PlanConverter.class,
            description = "What is captured, as for export (default: ${DEFAULT-VALUE}).")
    private CapturePlan plan;

    @ArgGroup private Direction direction;

    /** What the graph need not be asked for. */
    private static final class Direction {
        @Option(
                names = "--causal",
                required = true,
                description =
                        "A token cannot see those behind it (default: as the graph's masks say).")
        private boolean causal;

        @Option(
                names = "--bidirectional",
                required = true,
                description = "All tokens see each other, as in an encoder.")
        private boolean bidirectional;

        Optional<AttentionDirection> chosen() {
            if (causal) {
                return Optional.of(AttentionDirection.CAUSAL);
            }
            return bidirectional ? Optional.of(AttentionDirection.BIDIRECTIONAL) : Optional.empty();
        }
    }

    @Override
    void execute() {
        Optional<AttentionDirection> given =
                Optional.ofNullable(direction).flatMap(Direction::chosen);
        InstrumentedModel model =
                Instrumenter.instrument(new InstrumentRequest(in, out, plan, given));
        out().printf(
                        Locale.ROOT,
                        "%s, %s, attention in %s, %.2f MB written -> %s%n",
                        Summary.of(model.spec()),
                        model.spec().direction().key(),
                        operators(model),
                        model.bytesWritten() / 1e6,
                        out);
        model.notes().forEach(note -> out().println("note: " + Messages.oneLine(note)));
    }

    private static String operators(InstrumentedModel model) {
        return model.layers().stream()
                .map(FoundLayer::operator)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
