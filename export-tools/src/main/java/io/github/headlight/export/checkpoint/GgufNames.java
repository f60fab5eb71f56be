package io.github.headlight.export.checkpoint;

import io.github.headlight.export.architecture.ModelConfig;

import java.util.HashMap;
import java.util.Map;

/** The names of tensors in GGUF files, by the names that transformers has for them. */
final class GgufNames {
    static final String EMBEDDING = "token_embd.weight";
    static final String HEAD = "output.weight";
    static final String ROPE_FACTORS = "rope_freqs.weight";

    private static final Map<String, String> NORMS =
            Map.of("input_layernorm", "attn_norm", "post_attention_layernorm", "ffn_norm");
    private static final Map<String, String> HEAD_NORMS =
            Map.of("self_attn.q_norm", "attn_q_norm", "self_attn.k_norm", "attn_k_norm");
    private static final Map<String, String> QKV =
            Map.of(
                    "self_attn.q_proj", "attn_q",
                    "self_attn.k_proj", "attn_k",
                    "self_attn.v_proj", "attn_v");
    private static final Map<String, String> ATTENTION_OUTPUT =
            Map.of("self_attn.o_proj", "attn_output");
    private static final Map<String, String> MLP =
            Map.of(
                    "mlp.gate_proj", "ffn_gate",
                    "mlp.up_proj", "ffn_up",
                    "mlp.down_proj", "ffn_down");

    private final Map<String, String> names = new HashMap<>();

    private GgufNames() {}

    /** All tensors of a model. */
    static Map<String, String> of(ModelConfig config) {
        GgufNames names = new GgufNames();
        names.names.put("model.embed_tokens.weight", EMBEDDING);
        names.names.put("model.norm.weight", "output_norm.weight");
        if (!config.tiedHead()) {
            names.names.put("lm_head.weight", HEAD);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            names.add(layer, NORMS, /* bias= */ false);
            if (config.architecture().headNorms()) {
                names.add(layer, HEAD_NORMS, /* bias= */ false);
            }
            names.add(layer, QKV, config.biases().qkv());
            names.add(layer, ATTENTION_OUTPUT, config.biases().attentionOutput());
            names.add(layer, MLP, config.biases().mlp());
        }
        return names.names;
    }

    /** The name of the bias of a layer's part. */
    static String bias(int layer, String part) {
        return "blk." + layer + "." + part + ".bias";
    }

    private void add(int layer, Map<String, String> parts, boolean bias) {
        String prefix = "model.layers." + layer + ".";
        parts.forEach(
                (theirs, ours) -> {
                    names.put(prefix + theirs + ".weight", "blk." + layer + "." + ours + ".weight");
                    if (bias) {
                        names.put(prefix + theirs + ".bias", bias(layer, ours));
                    }
                });
    }
}
