package io.github.headlight.export;

import com.google.gson.JsonObject;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.ExportListener.Stage;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.decoder.AttentionForm;
import io.github.headlight.export.decoder.DecoderGraph;
import io.github.headlight.export.decoder.WeightPlacement;
import io.github.headlight.export.decoder.WorkspaceEstimate;
import io.github.headlight.export.onnx.CudaPlacement;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.OnnxModel;
import io.github.headlight.export.onnx.Producer;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightFile;
import io.github.headlight.model.WeightFiles;
import io.github.headlight.model.WeightPrecision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exports checkpoints. Weights that a model can use where they are stay there; others, and the
 * tokenizer of a GGUF file, are written beside the model. The model's inputs, outputs and metadata
 * are those of {@link ModelContract}. The same checkpoint gives the same bytes. Nothing is written
 * before the checkpoint is known to be whole, and a failed export leaves nothing behind.
 */
public final class ModelExporter {
    private final ExportRequest request;
    private final ExportListener listener;
    private final Optional<AttentionForm> attention;
    private final Path output;
    private WeightPrecision precision;

    private ModelExporter(
            ExportRequest request, ExportListener listener, Optional<AttentionForm> attention) {
        this.request = request;
        this.listener = listener;
        this.attention = attention;
        this.output = request.output().toAbsolutePath().normalize();
    }

    /**
     * Exports a checkpoint.
     *
     * @param request what, and where to
     * @return what was written
     * @throws InvalidFileException if a file of the checkpoint is missing or damaged
     * @throws UnsupportedModelException if the model, precision or plan is one that is not
     *     understood
     * @throws OutputException if the model cannot be written there
     */
    public static ExportResult export(ExportRequest request) {
        return export(request, ExportListener.NONE);
    }

    /**
     * Exports a checkpoint.
     *
     * @param request what, and where to
     * @param listener is told how far it is
     * @return what was written
     * @throws InvalidFileException if a file of the checkpoint is missing or damaged
     * @throws UnsupportedModelException if the model, precision or plan is one that is not
     *     understood
     * @throws OutputException if the model cannot be written there
     */
    public static ExportResult export(ExportRequest request, ExportListener listener) {
        return new ModelExporter(request, listener, Optional.empty()).export();
    }

    /** With a form of attention that is not the model's usual one, to compare the two. */
    static ExportResult export(ExportRequest request, AttentionForm attention) {
        return new ModelExporter(request, ExportListener.NONE, Optional.of(attention)).export();
    }

    private ExportResult export() {
        listener.progress(Stage.READ_CHECKPOINT, 0, 1);
        Checkpoint checkpoint = Checkpoint.open(request.checkpoint());
        listener.progress(Stage.READ_CHECKPOINT, 1, 1);
        checkPlan(checkpoint.config());
        refuseOverwriting(checkpoint, output);
        precision = precision(checkpoint);
        return isInPlace(checkpoint) ? exportInPlace(checkpoint) : exportWritten(checkpoint);
    }

    private boolean isInPlace(Checkpoint checkpoint) {
        if (request.selfContained() || !checkpoint.isPlain()) {
            return false;
        }
        if (!precision.isHalf()) {
            return precision == WeightPrecision.F32;
        }
        // Only those that the graph uses count.
        WrittenWeights used = new WrittenWeights("weights");
        DecoderGraph.build(checkpoint, request.plan(), used, precision, form(checkpoint.config()));
        return used.areAllAsStored();
    }

    private ExportResult exportInPlace(Checkpoint checkpoint) {
        InPlaceWeights placement = new InPlaceWeights(checkpoint);
        OnnxGraph graph = build(checkpoint, placement);
        Map<String, String> made = checkpoint.madeFiles();
        Map<String, String> missing = missing(made);
        List<WeightFile> weights = new ArrayList<>();
        List<Path> files = placement.files();
        for (Path file : files) {
            listener.progress(Stage.FINGERPRINT, weights.size(), files.size());
            weights.add(fingerprint(file, file.getFileName().toString()));
        }
        listener.progress(Stage.FINGERPRINT, weights.size(), files.size());
        try (OutputFiles outputs = new OutputFiles()) {
            write(missing, outputs);
            AtomicFile model = outputs.create(output);
            WeightFiles located = new WeightFiles(relativeFolder(placement.folder()), weights);
            String folder = made.isEmpty() ? relativeFolder(checkpoint.folder()) : ".";
            return write(outputs, model, checkpoint, graph, located, folder);
        }
    }

    /** With the weights in a file of their own beside the model. */
    private ExportResult exportWritten(Checkpoint checkpoint) {
        Path data = output.resolveSibling(output.getFileName() + ".data");
        refuseOverwriting(checkpoint, data);
        List<Path> sideFiles = request.selfContained() ? checkpoint.sideFiles() : List.of();
        List<Path> copied = sideFiles.stream().filter(this::isMissingBesideModel).toList();
        Map<String, String> made = checkpoint.madeFiles();
        Map<String, String> missing = missing(made);
        WrittenWeights placement = new WrittenWeights(data.getFileName().toString());
        OnnxGraph graph = build(checkpoint, placement);
        try (OutputFiles outputs = new OutputFiles()) {
            AtomicFile dataFile = outputs.create(data);
            placement.writeTo(dataFile.channel(), listener);
            listener.progress(Stage.FINGERPRINT, 0, 1);
            WeightFile weights = fingerprint(dataFile.written(), data.getFileName().toString());
            listener.progress(Stage.FINGERPRINT, 1, 1);
            for (Path file : copied) {
                copy(file, outputs.create(output.resolveSibling(file.getFileName())).channel());
            }
            write(missing, outputs);
            AtomicFile model = outputs.create(output);
            WeightFiles files = new WeightFiles(".", List.of(weights));
            boolean hasTokenizer = request.selfContained() || !made.isEmpty();
            String folder = hasTokenizer ? "." : relativeFolder(checkpoint.folder());
            return write(outputs, model, checkpoint, graph, files, folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(data, e);
        }
    }

    private void write(Map<String, String> files, OutputFiles outputs) {
        files.forEach(
                (name, content) -> {
                    Path target = output.resolveSibling(name);
                    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                    try {
                        FileChannel channel = outputs.create(target).channel();
                        while (bytes.hasRemaining()) {
                            channel.write(bytes);
                        }
                    } catch (IOException e) {
                        throw AtomicFile.cannotWrite(target, e);
                    }
                });
    }

    private OnnxGraph build(Checkpoint checkpoint, WeightPlacement placement) {
        listener.progress(Stage.BUILD_GRAPH, 0, 1);
        AttentionForm form = form(checkpoint.config());
        OnnxGraph graph =
                DecoderGraph.build(checkpoint, request.plan(), placement, precision, form);
        listener.progress(Stage.BUILD_GRAPH, 1, 1);
        return graph;
    }

    private ExportResult write(
            OutputFiles outputs,
            AtomicFile model,
            Checkpoint checkpoint,
            OnnxGraph graph,
            WeightFiles weights,
            String checkpointFolder) {
        ModelConfig config = checkpoint.config();
        ModelSpec spec =
                new ModelSpec(
                        config.architecture().modelType(),
                        config.layers(),
                        config.heads(),
                        config.kvHeads(),
                        config.headSize(),
                        config.vocabularySize(),
                        config.contextLength(),
                        checkpoint.endTokens(),
                        weights.fingerprint());
        SortedMap<String, String> metadata =
                metadata(checkpoint.name(), spec, weights, checkpointFolder);
        JsonObject generation = checkpoint.generation().toJson();
        if (generation.size() > 0) {
            metadata.put(ModelContract.GENERATION_KEY, generation.toString());
        }
        AttentionForm form = form(config);
        metadata.put(
                ModelContract.WORKSPACE_KEY,
                WorkspaceEstimate.of(config, request.plan(), form, precision).toJson().toString());
        if (form == AttentionForm.FUSED) {
            metadata.put(ModelContract.CACHE_KEY, ModelContract.CACHE_IN_PLACE);
        }
        byte[] bytes = new OnnxModel(graph, Producer.NAME, metadata).toBytes();
        if (request.target() == Target.CUDA || precision.isHalf()) {
            requireCuda(bytes);
        }
        listener.progress(Stage.WRITE_MODEL, 0, bytes.length);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                model.channel().write(buffer);
            }
            long written = outputs.size();
            outputs.commit();
            listener.progress(Stage.WRITE_MODEL, bytes.length, bytes.length);
            return new ExportResult(request.output(), written, spec, graph.nodeCount());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(output, e);
        }
    }

    /** What has no kernel on CUDA would run on the CPU, and nobody would be told. */
    private static void requireCuda(byte[] model) {
        List<CudaPlacement.Problem> problems = CudaPlacement.of(model).problems();
        if (!problems.isEmpty()) {
            throw new UnsupportedModelException(
                    "this model cannot run on CUDA as a whole: " + problems.get(0));
        }
    }

    private SortedMap<String, String> metadata(
            String name, ModelSpec spec, WeightFiles weights, String checkpointFolder) {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put(ModelContract.FORMAT_KEY, Integer.toString(ModelContract.FORMAT_VERSION));
        metadata.put(ModelContract.MODEL_KEY, spec.toJson().toString());
        metadata.put(ModelContract.NAME_KEY, name);
        metadata.put(ModelContract.PLAN_KEY, request.plan().toString());
        metadata.put(ModelContract.WEIGHTS_KEY, weights.toJson().toString());
        metadata.put(ModelContract.PRECISION_KEY, precision.key());
        metadata.put(ModelContract.CHECKPOINT_KEY, checkpointFolder);
        metadata.put(ModelContract.EXPORTER_KEY, Producer.nameAndVersion());
        return metadata;
    }

    private AttentionForm form(ModelConfig config) {
        return attention.orElseGet(
                () -> AttentionForm.of(config, precision, request.target() == Target.CUDA));
    }

    private WeightPrecision precision(Checkpoint checkpoint) {
        return switch (request.precision()) {
            case AUTO ->
                    request.target() == Target.CUDA
                            ? ownPrecision(checkpoint)
                            : WeightPrecision.F32;
            case F32 -> WeightPrecision.F32;
            case F16 -> WeightPrecision.F16;
            case BF16 -> WeightPrecision.BF16;
            case INT4 -> WeightPrecision.INT4;
        };
    }

    /** What a checkpoint holds its embedding in, if that is 16 bits. */
    private static WeightPrecision ownPrecision(Checkpoint checkpoint) {
        ModelConfig config = checkpoint.config();
        StoredTensor embedding =
                checkpoint.tensor(
                        DecoderGraph.EMBEDDING, config.vocabularySize(), config.hiddenSize());
        return switch (embedding.type()) {
            case F16 -> WeightPrecision.F16;
            case BF16 -> WeightPrecision.BF16;
            default -> WeightPrecision.F32;
        };
    }

    private void checkPlan(ModelConfig config) {
        try {
            request.plan().requireFits(config.layers(), config.heads());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(e.getMessage(), e);
        }
    }

    private static void refuseOverwriting(Checkpoint checkpoint, Path target) {
        if (Files.isDirectory(target)) {
            throw new OutputException(target + ": is a folder; name a file in it");
        }
        for (Path file : checkpoint.ownFiles()) {
            if (isSame(file, target)) {
                throw new OutputException(
                        target + ": is a file of the checkpoint; give the model another name");
            }
        }
    }

    private boolean isMissingBesideModel(Path file) {
        Path copy = output.resolveSibling(file.getFileName());
        if (!Files.exists(copy)) {
            return true;
        }
        try {
            if (!isSame(file, copy) && Files.mismatch(file, copy) >= 0) {
                throw differs(copy);
            }
            return false;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(copy, e);
        }
    }

    /** Those of the files that are not there yet. */
    private Map<String, String> missing(Map<String, String> files) {
        Map<String, String> missing = new LinkedHashMap<>(files);
        missing.entrySet()
                .removeIf(
                        file -> {
                            Path there = output.resolveSibling(file.getKey());
                            if (!Files.exists(there)) {
                                return false;
                            }
                            byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                            if (!holds(there, content)) {
                                throw differs(there);
                            }
                            return true;
                        });
        return missing;
    }

    private static boolean holds(Path file, byte[] content) {
        try {
            return Files.size(file) == content.length
                    && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    private static OutputException differs(Path file) {
        return new OutputException(
                file
                        + ": is there already and differs from the checkpoint's; remove it"
                        + " or export to another folder");
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(b, e);
        }
    }

    private static void copy(Path file, FileChannel target) throws IOException {
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = source.size();
            for (long at = 0; at < size; ) {
                long count = source.transferTo(at, size - at, target);
                if (count <= 0) {
                    throw new InvalidFileException(file, "became shorter while it was copied");
                }
                at += count;
            }
        }
    }

    private static WeightFile fingerprint(Path file, String name) {
        try {
            WeightFile weight = WeightFile.of(file);
            return new WeightFile(name, weight.size(), weight.fingerprint());
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The way from the model's folder, which exists by now, to another. */
    private String relativeFolder(Path folder) {
        try {
            return WeightFiles.relativeFolder(output.getParent(), folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(output, e);
        }
    }
}
