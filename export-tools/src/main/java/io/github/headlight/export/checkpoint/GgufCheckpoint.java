package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.Architecture;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.gguf.GgufFile;
import io.github.headlight.export.gguf.GgufModel;
import io.github.headlight.export.gguf.GgufTensor;
import io.github.headlight.export.weights.WeightType;
import io.github.headlight.generation.GenerationDefaults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model in GGUF, which holds everything: what the model is, its weights and its tokenizer. A
 * tensor that the model does not call for is refused, since it may be what changes the numbers.
 */
final class GgufCheckpoint implements Checkpoint {
    private static final String EXTENSION = ".gguf";

    private final GgufModel model;
    private final ModelConfig config;
    private final Map<String, GgufTensor> tensors;

    private GgufCheckpoint(GgufModel model, ModelConfig config, Map<String, GgufTensor> tensors) {
        this.model = model;
        this.config = config;
        this.tensors = tensors;
    }

    /** The GGUF file that a path means, if it means one. */
    static Optional<Path> find(Path path) {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION)
                && !Files.isDirectory(path)) {
            return Optional.of(path);
        }
        if (!Files.isDirectory(path) || Files.exists(path.resolve("config.json"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> models =
                    files.filter(f -> GgufModel.isFirst(String.valueOf(f.getFileName())))
                            .sorted()
                            .limit(10)
                            .toList();
            if (models.size() > 1) {
                throw new InvalidFileException(
                        path, "holds more than one model in GGUF; name one of them: " + models);
            }
            return models.stream().findFirst();
        } catch (IOException e) {
            throw new InvalidFileException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    static GgufCheckpoint open(Path file) {
        GgufModel model = GgufModel.open(file);
        Map<String, GgufTensor> byName = new HashMap<>();
        model.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
        ModelConfig config = new GgufConfigReader(model, byName).read();
        Map<String, GgufTensor> tensors = new HashMap<>();
        GgufNames.of(config)
                .forEach(
                        (name, stored) -> {
                            GgufTensor tensor = byName.remove(stored);
                            if (tensor != null) {
                                tensors.put(name, tensor);
                            }
                        });
        byName.remove(GgufNames.ROPE_FACTORS);
        byName.keySet().stream()
                .sorted()
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new UnsupportedModelException(
                                    model.path()
                                            + ": tensor "
                                            + ConfigKeys.shorten(name)
                                            + " is not part of a "
                                            + config.architecture().modelType()
                                            + " model that is understood");
                        });
        return new GgufCheckpoint(model, config, tensors);
    }

    @Override
    public Path folder() {
        return model.path().toAbsolutePath().getParent();
    }

    @Override
    public String name() {
        return ModelName.ofFile(model.path());
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public List<Integer> endTokens() {
        return GgufTokenizer.endTokens(model.metadata());
    }

    @Override
    public GenerationDefaults generation() {
        return GenerationDefaults.NONE;
    }

    @Override
    public List<Path> weightFiles() {
        return model.files().stream().map(GgufFile::path).toList();
    }

    @Override
    public List<Path> ownFiles() {
        return weightFiles();
    }

    @Override
    public List<Path> sideFiles() {
        return List.of();
    }

    @Override
    public Map<String, String> madeFiles() {
        return GgufTokenizer.files(model, config.contextLength());
    }

    @Override
    public boolean isPlain() {
        return config.architecture() != Architecture.LLAMA
                && tensors.values().stream()
                        .allMatch(t -> t.type().filter(WeightType::isPlain).isPresent());
    }

    @Override
    public StoredTensor tensor(String name, long... shape) {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidFileException(
                    model.path(),
                    "tensor " + GgufNames.of(config).get(name) + " is missing, fetch it again");
        }
        List<Long> axes = new ArrayList<>(tensor.dims());
        Collections.reverse(axes);
        if (!axes.equals(Arrays.stream(shape).boxed().toList())) {
            throw wrong(tensor, "expected shape " + Arrays.toString(shape) + ", found " + axes);
        }
        WeightType type = tensor.type().filter(WeightType::isReadable).orElse(null);
        if (type == null) {
            throw new UnsupportedModelException(
                    tensor.file()
                            + ": tensor "
                            + tensor.name()
                            + " is stored as "
                            + tensor.typeName()
                            + ", which is not read; there are "
                            + Stream.of(WeightType.values())
                                    .filter(WeightType::isReadable)
                                    .toList());
        }
        long length = type.bytes(tensor.numbers());
        if (tensor.isCutOff()) {
            throw wrong(
                    tensor,
                    "ends at byte "
                            + (tensor.offset() + length)
                            + ", but the file ends at byte "
                            + tensor.fileSize()
                            + "; it was cut off, fetch it again");
        }
        return new StoredTensor(
                tensor.file(),
                tensor.name(),
                type,
                axes,
                tensor.offset(),
                length,
                interleavedHeads(tensor.name()));
    }

    /** llama.cpp stores query and key of this architecture for its own kind of rotation. */
    private int interleavedHeads(String name) {
        if (config.architecture() != Architecture.LLAMA) {
            return 0;
        }
        if (name.contains(".attn_q.")) {
            return config.heads();
        }
        return name.contains(".attn_k.") ? config.kvHeads() : 0;
    }

    private static InvalidFileException wrong(GgufTensor tensor, String problem) {
        return new InvalidFileException(tensor.file(), "tensor " + tensor.name() + " " + problem);
    }
}
