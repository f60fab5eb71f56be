package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.weights.WeightType;
import io.github.headlight.generation.GenerationDefaults;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder as the hub has it: config.json, and weights in model.safetensors or in shards that
 * model.safetensors.index.json names. Tensors that the configuration does not call for are left
 * alone, as transformers does.
 */
final class SafetensorsCheckpoint implements Checkpoint {
    private static final String CONFIG = "config.json";
    private static final String GENERATION_CONFIG = "generation_config.json";
    private static final String SINGLE = ShardIndex.WHOLE;
    private static final String INDEX = ShardIndex.FILE;
    private static final List<String> SIDE_FILES =
            List.of(
                    CONFIG,
                    GENERATION_CONFIG,
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "chat_template.jinja");
    private static final List<String> WEIGHT_TYPES =
            Stream.of(WeightType.values()).filter(WeightType::isPlain).map(Enum::name).toList();

    private final Path folder;
    private final ModelConfig config;
    private final List<Integer> endTokens;
    private final List<Path> weightFiles;
    private final Map<String, FileTensor> tensors;

    /** A tensor of any type. */
    private record FileTensor(Path file, TensorInfo info) {}

    private SafetensorsCheckpoint(
            Path folder,
            ModelConfig config,
            List<Integer> endTokens,
            List<Path> weightFiles,
            Map<String, FileTensor> tensors) {
        this.folder = folder;
        this.config = config;
        this.endTokens = endTokens;
        this.weightFiles = weightFiles;
        this.tensors = tensors;
    }

    static SafetensorsCheckpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidFileException(
                    folder, "expected a folder with " + CONFIG + " and " + SINGLE);
        }
        Path configFile = folder.resolve(CONFIG);
        ModelConfig config =
                JsonFile.read(configFile, fields -> new ConfigReader(configFile, fields).read());
        List<Path> files;
        Map<String, String> index = Map.of();
        if (Files.exists(folder.resolve(SINGLE))) {
            files = List.of(folder.resolve(SINGLE));
        } else if (Files.exists(folder.resolve(INDEX))) {
            ShardIndex shards = JsonFile.read(folder.resolve(INDEX), ShardIndex::of);
            index = shards.shards();
            files = shards.files().stream().map(folder::resolve).toList();
        } else {
            throw new InvalidFileException(
                    folder,
                    "has neither "
                            + SINGLE
                            + " nor "
                            + INDEX
                            + "; weights in another format must be saved as safetensors first");
        }
        Map<String, FileTensor> tensors = new HashMap<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new InvalidFileException(
                        file.resolveSibling(ConfigKeys.shorten(file.getFileName().toString())),
                        "this shard is missing, but " + INDEX + " names it; fetch it again");
            }
            for (TensorInfo info : SafetensorsFile.open(file).tensors()) {
                addTensor(tensors, file, info);
            }
        }
        checkIndex(folder, index, tensors);
        return new SafetensorsCheckpoint(
                folder, config, new SideFiles(folder).endTokens(), files, tensors);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String name() {
        return ModelName.ofFolder(folder);
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public List<Integer> endTokens() {
        return endTokens;
    }

    @Override
    public GenerationDefaults generation() {
        return new SideFiles(folder).generation();
    }

    @Override
    public List<Path> weightFiles() {
        return weightFiles;
    }

    @Override
    public List<Path> ownFiles() {
        return Stream.of(weightFiles, sideFiles(), List.of(folder.resolve(INDEX)))
                .flatMap(List::stream)
                .filter(Files::exists)
                .toList();
    }

    @Override
    public List<Path> sideFiles() {
        return SIDE_FILES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public Map<String, String> madeFiles() {
        return Map.of();
    }

    @Override
    public StoredTensor tensor(String name, long... shape) {
        FileTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidFileException(
                    folder,
                    "tensor " + name + " is in none of the weight files, but config.json needs it");
        }
        TensorInfo info = tensor.info();
        if (!info.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw new InvalidFileException(
                    tensor.file(),
                    "tensor "
                            + name
                            + ": expected shape "
                            + Arrays.toString(shape)
                            + " from config.json, found "
                            + info.shape());
        }
        String type = info.dtype().name();
        if (!WEIGHT_TYPES.contains(type)) {
            throw new InvalidFileException(
                    tensor.file(),
                    "tensor " + name + ": expected type " + WEIGHT_TYPES + ", found " + type);
        }
        return new StoredTensor(
                tensor.file(),
                name,
                WeightType.valueOf(type),
                info.shape(),
                info.offset(),
                info.length(),
                0);
    }

    private static void addTensor(Map<String, FileTensor> tensors, Path file, TensorInfo info) {
        FileTensor other = tensors.put(info.name(), new FileTensor(file, info));
        if (other != null) {
            throw new InvalidFileException(
                    file,
                    "tensor "
                            + ConfigKeys.shorten(info.name())
                            + " is also in "
                            + other.file().getFileName());
        }
    }

    private static void checkIndex(
            Path folder, Map<String, String> index, Map<String, FileTensor> tensors) {
        index.forEach(
                (name, shard) -> {
                    FileTensor tensor = tensors.get(name);
                    if (tensor == null || !tensor.file().endsWith(shard)) {
                        throw new InvalidFileException(
                                folder.resolve(shard),
                                "tensor "
                                        + ConfigKeys.shorten(name)
                                        + " is missing here, but "
                                        + INDEX
                                        + " says it is in this shard");
                    }
                });
    }
}
