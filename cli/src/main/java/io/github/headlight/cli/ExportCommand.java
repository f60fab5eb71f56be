package io.github.headlight.cli;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.ExportListener;
import io.github.headlight.export.ExportRequest;
import io.github.headlight.export.ExportResult;
import io.github.headlight.export.ModelExporter;
import io.github.headlight.export.Precision;
import io.github.headlight.export.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.Locale;

/** {@code headlight export}. */
@Command(
        name = "export",
        description = "Exports a checkpoint to an ONNX model that gives its attention.")
final class ExportCommand extends Subcommand {
    @Parameters(
            paramLabel = "CHECKPOINT",
            description =
                    "A folder with config.json and safetensors, a .gguf file, or the name of a model that was pulled.")
    private Path checkpoint;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "MODEL.onnx",
            description =
                    "Where to write the model. Weights in floats stay where they are; others are written beside it.")
    private Path out;

    @Option(
            names = "--capture",
            paramLabel = "PLAN",
            defaultValue = "full",
            converter = PlanConverter.class,
            description =
                    "What is captured: full, heads:0.1,27.*, mean, topk:K, pooled:B or stats, joined by + (default: ${DEFAULT-VALUE}).")
    private CapturePlan plan;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            description = "auto, f32, int4, or for CUDA f16 or bf16 (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--target",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description =
                    "Where the model is to run, cpu or cuda; f16 and bf16 are for CUDA in any case (default: ${DEFAULT-VALUE}).")
    private Target target;

    @Option(names = "--self-contained", description = "Copy the weights beside the model.")
    private boolean selfContained;

    @Override
    void execute() {
        ExportResult result;
        try (Progress progress = progress()) {
            ExportListener listener =
                    (stage, done, total) ->
                            progress.step(
                                    stage.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    done,
                                    total);
            Path found = HubNames.resolve(checkpoint, environment());
            result =
                    ModelExporter.export(
                            new ExportRequest(found, out, plan, precision, target, selfContained),
                            listener);
        }
        out().printf(
                        Locale.ROOT,
                        "%s, %d nodes, %.2f MB written -> %s%n",
                        Summary.of(result.spec()),
                        result.nodes(),
                        result.bytesWritten() / 1e6,
                        out);
    }

    /** Reads a plan. */
    static final class PlanConverter implements ITypeConverter<CapturePlan> {
        @Override
        public CapturePlan convert(String value) {
            try {
                return CapturePlan.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
