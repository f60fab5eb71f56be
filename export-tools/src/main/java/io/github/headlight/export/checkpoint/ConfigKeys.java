package io.github.headlight.export.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.model.JsonFields;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys of config.json may be ignored. The rule:
 *
 * <ol>
 *   <li>Keys that are read ({@link #READ}) are checked where they are read.
 *   <li>Keys that are known to leave the numbers of a forward pass alone ({@link #HARMLESS}), and
 *       private ones that begin with an underscore, are ignored.
 *   <li>Any other key is ignored when it is off: null, false, 0, or empty; a factor ({@link
 *       #NEUTRAL_AT_ONE}) at 1 in place of 0.
 *   <li>Keys of models that are more or something else ({@link #OTHER_MODELS}) are refused.
 *   <li>Any other key that is set is refused when its name has a word that speaks of what a decoder
 *       computes ({@link #SPEAKING}), and ignored when it does not, as a label or a version.
 * </ol>
 *
 * A key that changes numbers under a name without such a word would go unseen; a harmless one with
 * such a word is refused in vain and belongs in {@link #HARMLESS}.
 */
final class ConfigKeys {
    /** Read by {@link ConfigReader} and {@link RopeReader}. */
    private static final Set<String> READ =
            Set.of(
                    "model_type",
                    "hidden_act",
                    "hidden_activation",
                    "is_causal",
                    "num_hidden_layers",
                    "hidden_size",
                    "intermediate_size",
                    "num_attention_heads",
                    "num_key_value_heads",
                    "head_dim",
                    "vocab_size",
                    "max_position_embeddings",
                    "rms_norm_eps",
                    "tie_word_embeddings",
                    "attention_bias",
                    "mlp_bias",
                    "use_sliding_window",
                    "sliding_window",
                    "max_window_layers",
                    "layer_types",
                    "rope_theta",
                    "rope_scaling",
                    "rope_parameters");

    /** Training, generation, bookkeeping, and how (not what) a runtime computes. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "architectures",
                    "attention_dropout",
                    "attn_implementation",
                    "bos_token_id",
                    "chunk_size_feed_forward",
                    "decoder_start_token_id",
                    "dtype",
                    "embd_pdrop",
                    "embedding_dropout",
                    "eos_token_id",
                    "forced_bos_token_id",
                    "forced_eos_token_id",
                    "hidden_dropout",
                    "hidden_dropout_prob",
                    "initializer_range",
                    "is_llama_config",
                    "keys_to_ignore_at_inference",
                    "mlp_dropout",
                    "output_attentions",
                    "output_hidden_states",
                    "pad_token_id",
                    "pretraining_tp",
                    "resid_pdrop",
                    "return_dict",
                    "return_dict_in_generate",
                    "torch_dtype",
                    "transformers.js_config",
                    "transformers_version",
                    "use_cache",
                    "use_flash_attention",
                    "use_flash_attention_2",
                    "use_flash_attn");

    /** Factors whose 1 means nothing; where 1 is a switch, as in use_x, the key is refused. */
    private static final Set<String> NEUTRAL_AT_ONE =
            Set.of(
                    "partial_rotary_factor",
                    "rotary_pct",
                    "logit_scale",
                    "logits_scaling",
                    "residual_multiplier",
                    "embedding_multiplier",
                    "temperature");

    /** Keys with no word of their own, and what they say. */
    private static final Map<String, String> OTHER_MODELS =
            Map.of(
                    "audio_config", "it describes a model of sound",
                    "auto_map", "it names code that comes with the model",
                    "text_config", "it describes a model within the model",
                    "vision_config", "it describes a model of pictures");

    private static final Set<String> SPEAKING =
            Set.of(
                    "act",
                    "adapter",
                    "alibi",
                    "attention",
                    "attn",
                    "bias",
                    "bidirectional",
                    "block",
                    "cap",
                    "clip",
                    "compress",
                    "compression",
                    "conv",
                    "cross",
                    "depth",
                    "dim",
                    "embedding",
                    "embeddings",
                    "encoder",
                    "expert",
                    "experts",
                    "gate",
                    "gating",
                    "head",
                    "heads",
                    "hidden",
                    "interleaved",
                    "key",
                    "kv",
                    "latent",
                    "layer",
                    "layernorm",
                    "layers",
                    "linear",
                    "logit",
                    "logits",
                    "lora",
                    "mask",
                    "mlp",
                    "moe",
                    "mrope",
                    "mscale",
                    "multiplier",
                    "mup",
                    "norm",
                    "ntk",
                    "parallel",
                    "partial",
                    "pct",
                    "position",
                    "positions",
                    "qk",
                    "qkv",
                    "quant",
                    "quantization",
                    "query",
                    "rank",
                    "residual",
                    "rope",
                    "rotary",
                    "router",
                    "scale",
                    "scaling",
                    "scalar",
                    "sink",
                    "sinks",
                    "skip",
                    "sliding",
                    "softcap",
                    "softcapping",
                    "softmax",
                    "sparse",
                    "temperature",
                    "tie",
                    "tied",
                    "value",
                    "window",
                    "yarn");

    private ConfigKeys() {}

    static void refuseUnknown(Path file, JsonFields fields) {
        for (Map.Entry<String, JsonElement> entry : fields.json().entrySet()) {
            String key = entry.getKey();
            if (READ.contains(key)
                    || HARMLESS.contains(key)
                    || key.startsWith("_")
                    || isOff(key, entry.getValue())) {
                continue;
            }
            reason(key)
                    .ifPresent(
                            reason -> {
                                throw new UnsupportedModelException(
                                        file
                                                + ": "
                                                + shorten(key)
                                                + " "
                                                + shorten(entry.getValue().toString())
                                                + " is not understood and may change the numbers"
                                                + " ("
                                                + reason
                                                + ")");
                            });
        }
    }

    /** {@return a text from a file, fit for a message of one line} */
    static String shorten(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return Excerpt.of(line, 80);
    }

    private static boolean isOff(String key, JsonElement value) {
        if (value instanceof JsonPrimitive primitive) {
            if (primitive.isBoolean()) {
                return !primitive.getAsBoolean();
            }
            if (primitive.isNumber()) {
                double number = primitive.getAsDouble();
                return number == (NEUTRAL_AT_ONE.contains(key) ? 1 : 0);
            }
            return primitive.getAsString().isEmpty();
        }
        return value.isJsonNull()
                || (value.isJsonArray() && value.getAsJsonArray().isEmpty())
                || (value.isJsonObject() && value.getAsJsonObject().isEmpty());
    }

    private static Optional<String> reason(String key) {
        if (OTHER_MODELS.containsKey(key)) {
            return Optional.of(OTHER_MODELS.get(key));
        }
        for (String word : key.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
            if (SPEAKING.contains(word)) {
                return Optional.of("its name speaks of " + word);
            }
        }
        return Optional.empty();
    }
}
