package io.github.headlight.export.checkpoint;

import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.Architecture;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.model.JsonFields;
import io.github.headlight.model.ModelSpec;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Reads config.json, as transformers 4 and 5 write it. What is not understood and could change the
 * numbers is refused by name; see {@link ConfigKeys} for the rule.
 */
final class ConfigReader {
    private static final int MAX_WIDTH = 1 << 24;
    private static final int MAX_CONTEXT = 1 << 30;
    private static final int MAX_HEAD_SIZE = 1 << 14;
    private static final Set<String> SILU = Set.of("silu", "swish");

    private final Path file;
    private final JsonFields fields;

    ConfigReader(Path file, JsonFields fields) {
        this.file = file;
        this.fields = fields;
    }

    /** Throws an IllegalArgumentException if a field is missing or wrong. */
    ModelConfig read() {
        Architecture architecture = architecture();
        ConfigKeys.refuseUnknown(file, fields);
        checkComputation();
        int layers = count("num_hidden_layers", ModelSpec.MAX_COUNT);
        int hidden = count("hidden_size", MAX_WIDTH);
        int heads = count("num_attention_heads", ModelSpec.MAX_COUNT);
        int context = count("max_position_embeddings", MAX_CONTEXT);
        Rope rope = new RopeReader(file, fields, context).read();
        checkWindow(architecture, layers);
        return new ModelConfig(
                architecture,
                layers,
                hidden,
                count("intermediate_size", MAX_WIDTH),
                heads,
                kvHeads(architecture, heads),
                headSize(architecture, hidden, heads),
                count("vocab_size", MAX_WIDTH),
                rope.contextLength(context),
                number("rms_norm_eps", 0, 1),
                rope,
                fields.has("tie_word_embeddings") && fields.bool("tie_word_embeddings"),
                biases(architecture));
    }

    private Architecture architecture() {
        String modelType = fields.string("model_type");
        return Architecture.find(modelType)
                .orElseThrow(
                        () ->
                                unsupported(
                                        "model_type "
                                                + ConfigKeys.shorten(modelType)
                                                + " is not one of "
                                                + Arrays.stream(Architecture.values())
                                                        .map(Architecture::modelType)
                                                        .toList()));
    }

    private void checkComputation() {
        if (fields.has("is_causal") && !fields.bool("is_causal")) {
            throw unsupported("is_causal false is not understood, only causal attention");
        }
        for (String key : new String[] {"hidden_act", "hidden_activation"}) {
            if (fields.has(key) && !SILU.contains(fields.string(key))) {
                throw unsupported(
                        key
                                + " "
                                + ConfigKeys.shorten(fields.string(key))
                                + " is not understood, only silu");
            }
        }
    }

    /** Qwen has a switch beside the window; without a switch, a window that is set is meant. */
    private void checkWindow(Architecture architecture, int layers) {
        boolean on =
                fields.has("use_sliding_window")
                        ? fields.bool("use_sliding_window")
                        : architecture == Architecture.LLAMA;
        if (on && fields.has("sliding_window")) {
            throw unsupported(
                    "sliding_window "
                            + fields.longInteger("sliding_window")
                            + " is switched on; attention in a window is not understood");
        }
        // Where the key is missing, transformers takes a window of 4096; where it is null, none.
        if (fields.has("use_sliding_window") && on && !fields.json().has("sliding_window")) {
            throw unsupported(
                    "use_sliding_window is true without a sliding_window; attention in a window is"
                            + " not understood");
        }
        if (fields.has("layer_types")) {
            if (!fields.json().get("layer_types").isJsonArray()
                    || fields.json().getAsJsonArray("layer_types").size() != layers) {
                throw new IllegalArgumentException(
                        "field layer_types: expected a list of num_hidden_layers, " + layers);
            }
            fields.json()
                    .getAsJsonArray("layer_types")
                    .forEach(
                            type -> {
                                if (!type.toString().equals("\"full_attention\"")) {
                                    throw unsupported(
                                            "layer_types "
                                                    + ConfigKeys.shorten(type.toString())
                                                    + " is not understood, only full_attention");
                                }
                            });
        }
    }

    private int kvHeads(Architecture architecture, int heads) {
        boolean given = fields.has("num_key_value_heads") || architecture != Architecture.LLAMA;
        int kvHeads = given ? count("num_key_value_heads", heads) : heads;
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "field num_key_value_heads: "
                            + heads
                            + " query heads cannot share "
                            + kvHeads
                            + " evenly");
        }
        return kvHeads;
    }

    private int headSize(Architecture architecture, int hidden, int heads) {
        if (fields.has("head_dim") || architecture == Architecture.QWEN3) {
            return even(count("head_dim", MAX_HEAD_SIZE));
        }
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(
                    "field hidden_size: "
                            + hidden
                            + " is no multiple of num_attention_heads, "
                            + heads
                            + ", and there is no head_dim");
        }
        return even(hidden / heads);
    }

    private static int even(int headSize) {
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "head size " + headSize + " is odd, rotary embedding needs pairs");
        }
        return headSize;
    }

    private ModelConfig.Biases biases(Architecture architecture) {
        boolean attention = fields.has("attention_bias") && fields.bool("attention_bias");
        boolean mlp = fields.has("mlp_bias") && fields.bool("mlp_bias");
        if (mlp && !architecture.mlpBiasPossible()) {
            throw unsupported("mlp_bias is not understood in " + architecture.modelType());
        }
        // Qwen2 has its three biases, and no others, whatever attention_bias says.
        boolean fixed = architecture.qkvBiasAlways();
        return new ModelConfig.Biases(fixed || attention, !fixed && attention, mlp);
    }

    private int count(String name, int most) {
        int value = fields.integer(name);
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "field " + name + ": expected 1 to " + most + ", found " + value);
        }
        return value;
    }

    private double number(String name, double above, double most) {
        return between(name, fields.decimal(name), above, most);
    }

    static double between(String name, double value, double above, double most) {
        if (!(value > above && value <= most)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "field %s: expected more than %s and at most %s, found %s",
                            name,
                            above,
                            most,
                            value));
        }
        return value;
    }

    private UnsupportedModelException unsupported(String problem) {
        return new UnsupportedModelException(file + ": " + problem);
    }
}
