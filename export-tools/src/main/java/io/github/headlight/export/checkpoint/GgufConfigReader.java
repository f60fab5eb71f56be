package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.Architecture;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.export.gguf.GgufMetadata;
import io.github.headlight.export.gguf.GgufModel;
import io.github.headlight.export.gguf.GgufTensor;
import io.github.headlight.export.gguf.GgufValue;
import io.github.headlight.export.weights.WeightType;
import io.github.headlight.model.ModelSpec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a model is from the metadata of a GGUF file. A key of the model's architecture that is
 * set and not understood is refused by name.
 */
final class GgufConfigReader {
    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "block_count",
                    "context_length",
                    "embedding_length",
                    "feed_forward_length",
                    "vocab_size",
                    "attention.head_count",
                    "attention.head_count_kv",
                    "attention.key_length",
                    "attention.value_length",
                    "attention.layer_norm_rms_epsilon",
                    "attention.causal",
                    "rope.dimension_count",
                    "rope.freq_base",
                    "rope.scale_linear",
                    "rope.scaling.type",
                    "rope.scaling.factor",
                    "rope.scaling.attn_factor",
                    "rope.scaling.original_context_length",
                    "rope.scaling.finetuned",
                    "rope.scaling.yarn_beta_fast",
                    "rope.scaling.yarn_beta_slow");

    private static final int MAX_WIDTH = 1 << 24;
    private static final int MAX_CONTEXT = 1 << 30;
    private static final int MAX_HEAD_SIZE = 1 << 14;
    private static final double DEFAULT_THETA = 10_000;
    private static final double MAX_THETA = 1e12;
    private static final double MAX_FACTOR = 1e6;

    private final GgufModel model;
    private final Map<String, GgufTensor> tensors;
    private final GgufMetadata metadata;
    private final Architecture architecture;
    private final String prefix;

    GgufConfigReader(GgufModel model, Map<String, GgufTensor> tensors) {
        this.model = model;
        this.tensors = tensors;
        this.metadata = model.metadata();
        String name = metadata.text("general.architecture");
        this.architecture =
                Architecture.find(name)
                        .orElseThrow(
                                () ->
                                        unsupported(
                                                "architecture "
                                                        + ConfigKeys.shorten(name)
                                                        + " is not one of "
                                                        + Arrays.stream(Architecture.values())
                                                                .map(Architecture::modelType)
                                                                .toList()));
        this.prefix = name + ".";
    }

    ModelConfig read() {
        refuseUnknown();
        int heads = count("attention.head_count", ModelSpec.MAX_COUNT);
        int hidden = count("embedding_length", MAX_WIDTH);
        int headSize = headSize(hidden, heads);
        int context = count("context_length", MAX_CONTEXT);
        Rope rope = rope(headSize, context);
        return new ModelConfig(
                architecture,
                count("block_count", ModelSpec.MAX_COUNT),
                hidden,
                count("feed_forward_length", MAX_WIDTH),
                heads,
                kvHeads(heads),
                headSize,
                vocabularySize(),
                rope.contextLength(context),
                between("attention.layer_norm_rms_epsilon", 0, 1),
                rope,
                !tensors.containsKey(GgufNames.HEAD),
                new ModelConfig.Biases(
                        tensors.containsKey(GgufNames.bias(0, "attn_q")),
                        tensors.containsKey(GgufNames.bias(0, "attn_output")),
                        tensors.containsKey(GgufNames.bias(0, "ffn_down"))));
    }

    private void refuseUnknown() {
        metadata.entries()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(prefix)
                                    && !UNDERSTOOD.contains(key.substring(prefix.length()))
                                    && !isOff(value)) {
                                throw unsupported(
                                        "metadata "
                                                + ConfigKeys.shorten(key + " " + value)
                                                + " is not understood and may change the numbers");
                            }
                        });
        if (metadata.has(prefix + "attention.causal")
                && !metadata.flag(prefix + "attention.causal")) {
            throw unsupported("attention.causal false is not understood, only causal attention");
        }
    }

    private static boolean isOff(GgufValue value) {
        return (value instanceof GgufValue.Whole whole && whole.value() == 0)
                || (value instanceof GgufValue.Real real && real.value() == 0)
                || (value instanceof GgufValue.Flag flag && !flag.value());
    }

    private int kvHeads(int heads) {
        int kvHeads =
                metadata.has(prefix + "attention.head_count_kv")
                        ? count("attention.head_count_kv", heads)
                        : heads;
        if (heads % kvHeads != 0) {
            throw invalid(
                    "attention.head_count_kv",
                    heads + " query heads cannot share " + kvHeads + " evenly");
        }
        return kvHeads;
    }

    private int headSize(int hidden, int heads) {
        String key = "attention.key_length";
        int size = metadata.has(prefix + key) ? count(key, MAX_HEAD_SIZE) : hidden / heads;
        if (size % 2 != 0 || (!metadata.has(prefix + key) && hidden % heads != 0)) {
            throw invalid(
                    "embedding_length", hidden + " and " + heads + " heads give no even head size");
        }
        for (String same : List.of("attention.value_length", "rope.dimension_count")) {
            if (metadata.has(prefix + same) && count(same, MAX_WIDTH) != size) {
                throw unsupported(
                        "metadata "
                                + prefix
                                + same
                                + " "
                                + count(same, MAX_WIDTH)
                                + " is not understood, only the head size, "
                                + size);
            }
        }
        return size;
    }

    private int vocabularySize() {
        GgufTensor embedding = tensors.get(GgufNames.EMBEDDING);
        if (embedding == null || embedding.dims().size() != 2) {
            throw new InvalidFileException(
                    model.path(),
                    "tensor " + GgufNames.EMBEDDING + " is missing or no table; fetch it again");
        }
        long rows = embedding.dims().get(1);
        if (rows > MAX_WIDTH) {
            throw new InvalidFileException(
                    embedding.file(),
                    "tensor "
                            + GgufNames.EMBEDDING
                            + ": expected at most "
                            + MAX_WIDTH
                            + " rows, found "
                            + rows);
        }
        return (int) rows;
    }

    private Rope rope(int headSize, int context) {
        double theta =
                metadata.has(prefix + "rope.freq_base")
                        ? between("rope.freq_base", 1, MAX_THETA)
                        : DEFAULT_THETA;
        String type =
                metadata.has(prefix + "rope.scaling.type")
                        ? metadata.text(prefix + "rope.scaling.type")
                        : metadata.has(prefix + "rope.scale_linear") ? "linear" : "none";
        Rope rope =
                switch (type) {
                    case "none" -> new Rope.Default(theta);
                    case "linear" -> linear(theta);
                    case "yarn" -> yarn(theta, context);
                    default ->
                            throw unsupported(
                                    "metadata "
                                            + prefix
                                            + "rope.scaling.type "
                                            + ConfigKeys.shorten(type)
                                            + " is not one of [none, linear, yarn]");
                };
        GgufTensor factors = tensors.get(GgufNames.ROPE_FACTORS);
        return factors == null ? rope : new Rope.Divided(rope, factors(factors, headSize / 2));
    }

    private Rope linear(double theta) {
        String key =
                metadata.has(prefix + "rope.scaling.factor")
                        ? "rope.scaling.factor"
                        : "rope.scale_linear";
        return new Rope.Linear(theta, between(key, 0, MAX_FACTOR));
    }

    private Rope yarn(double theta, int context) {
        double factor = between("rope.scaling.factor", 0, MAX_FACTOR);
        double attention = orElse("rope.scaling.attn_factor", 1);
        Rope.Yarn.Ramp ramp =
                new Rope.Yarn.Ramp(
                        orElse("rope.scaling.original_context_length", context),
                        orElse("rope.scaling.yarn_beta_fast", 32),
                        orElse("rope.scaling.yarn_beta_slow", 1),
                        /* truncate= */ true);
        double scale = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
        return new Rope.Yarn(theta, factor, (float) (attention * scale), ramp);
    }

    private double orElse(String key, double missing) {
        return metadata.has(prefix + key) ? between(key, 0, MAX_CONTEXT) : missing;
    }

    /** They are part of what the model is, and few. */
    private List<Float> factors(GgufTensor tensor, int pairs) {
        if (!tensor.type().equals(Optional.of(WeightType.F32))
                || !tensor.dims().equals(List.of((long) pairs))
                || tensor.isCutOff()) {
            throw new InvalidFileException(
                    tensor.file(),
                    "tensor "
                            + tensor.name()
                            + ": expected "
                            + pairs
                            + " whole numbers of F32, found "
                            + tensor.typeName()
                            + " "
                            + tensor.dims()
                            + (tensor.isCutOff() ? ", cut off" : ""));
        }
        ByteBuffer bytes = ByteBuffer.allocate(pairs * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()
                    && channel.read(bytes, tensor.offset() + bytes.position()) >= 0) {}
        } catch (IOException e) {
            throw new InvalidFileException(tensor.file(), "cannot be read: " + e.getMessage(), e);
        }
        List<Float> factors = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            float factor = bytes.getFloat(i * Float.BYTES);
            if (!(factor > 0 && factor <= MAX_FACTOR)) {
                throw new InvalidFileException(
                        tensor.file(),
                        "tensor " + tensor.name() + ": factor " + i + " is " + factor);
            }
            factors.add(factor);
        }
        return factors;
    }

    private int count(String key, int most) {
        return metadata.integer(prefix + key, 1, most);
    }

    private double between(String key, double above, double most) {
        try {
            return ConfigReader.between(key, metadata.decimal(prefix + key), above, most);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(model.path(), "metadata " + e.getMessage(), e);
        }
    }

    private InvalidFileException invalid(String key, String problem) {
        return new InvalidFileException(model.path(), "metadata " + prefix + key + ": " + problem);
    }

    private UnsupportedModelException unsupported(String problem) {
        return new UnsupportedModelException(model.path() + ": " + problem);
    }
}
