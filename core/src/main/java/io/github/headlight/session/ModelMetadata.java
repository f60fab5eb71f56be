package io.github.headlight.session;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.generation.GenerationDefaults;
import io.github.headlight.model.GraphNames;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightFiles;
import io.github.headlight.model.WeightPrecision;
import io.github.headlight.model.Workspace;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model that the exporter wrote says of itself.
 *
 * @param spec the model in numbers
 * @param plan what it captures
 * @param names what its graph calls its inputs and outputs
 * @param weights where its weights are
 * @param precision in what its weights are held
 * @param cacheInPlace whether its cache may be written in place
 * @param cpuOnly whether its graph has what runs on a CPU only
 * @param workspace what a run needs, if the exporter said so
 * @param generation how the checkpoint's makers want it to answer
 */
public record ModelMetadata(
        ModelSpec spec,
        CapturePlan plan,
        GraphNames names,
        WeightFiles weights,
        WeightPrecision precision,
        boolean cacheInPlace,
        boolean cpuOnly,
        Optional<Workspace> workspace,
        GenerationDefaults generation) {

    /**
     * Reads the metadata of a model.
     *
     * @param file the model
     * @return its metadata
     * @throws InvalidFileException if the exporter did not write it, or not in this version, or it
     *     is damaged
     */
    public static ModelMetadata read(ModelFile file) {
        requireFormat(file);
        return new ModelMetadata(
                value(file, ModelContract.MODEL_KEY, ModelSpec::parse),
                value(file, ModelContract.PLAN_KEY, CapturePlan::parse),
                new GraphNames(
                        optional(file, ModelContract.INPUTS_KEY, GraphNames::parse)
                                .orElse(Map.of()),
                        optional(file, ModelContract.OUTPUTS_KEY, GraphNames::parse)
                                .orElse(Map.of())),
                value(file, ModelContract.WEIGHTS_KEY, WeightFiles::parse),
                optional(file, ModelContract.PRECISION_KEY, WeightPrecision::parse)
                        .orElse(WeightPrecision.F32),
                ModelContract.CACHE_IN_PLACE.equals(file.metadata().get(ModelContract.CACHE_KEY)),
                ModelContract.CPU.equals(file.metadata().get(ModelContract.DEVICE_KEY)),
                optional(file, ModelContract.WORKSPACE_KEY, Workspace::parse),
                optional(file, ModelContract.GENERATION_KEY, GenerationDefaults::parse)
                        .orElse(GenerationDefaults.NONE));
    }

    /**
     * {@return whether all that is heavy in its graph has kernels on CUDA}
     *
     * <p>A cache that is written in place is that of fused attention, which has none in f32.
     */
    boolean runsOnCuda() {
        return !cpuOnly && (!cacheInPlace || precision.isHalf());
    }

    private static void requireFormat(ModelFile file) {
        String format = file.metadata().get(ModelContract.FORMAT_KEY);
        if (format == null) {
            throw new InvalidFileException(
                    file.path(),
                    "expected a model exported by Headlight (metadata "
                            + ModelContract.FORMAT_KEY
                            + "), found an ONNX model without attention outputs; export its"
                            + " checkpoint with: headlight export CHECKPOINT --out MODEL.onnx, or"
                            + " add them with: headlight instrument MODEL.onnx --out OTHER.onnx");
        }
        if (!format.equals(Integer.toString(ModelContract.FORMAT_VERSION))) {
            throw new InvalidFileException(
                    file.path(),
                    "expected format version "
                            + ModelContract.FORMAT_VERSION
                            + ", found \""
                            + format
                            + "\"; export the checkpoint again with this version");
        }
    }

    private static <T> Optional<T> optional(
            ModelFile file, String key, Function<String, T> parser) {
        return file.metadata().containsKey(key)
                ? Optional.of(value(file, key, parser))
                : Optional.empty();
    }

    private static <T> T value(ModelFile file, String key, Function<String, T> parser) {
        String text = file.metadata().get(key);
        if (text == null) {
            throw new InvalidFileException(
                    file.path(), "metadata " + key + " is missing; export again");
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file.path(), "metadata " + key + ": " + e.getMessage() + "; export again", e);
        }
    }
}
