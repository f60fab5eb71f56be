package io.github.headlight.export.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.Architecture;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.model.JsonFields;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class ConfigReaderTest {
    private static final Path FILE = Path.of("somewhere", "config.json");

    private static final String QWEN2_5_7B =
            """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0,
             "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu",
             "hidden_size": 3584, "initializer_range": 0.02, "intermediate_size": 18944,
             "max_position_embeddings": 131072, "max_window_layers": 28, "model_type": "qwen2",
             "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
             "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 131072,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "transformers_version": "4.40.1", "use_cache": true, "use_mrope": false,
             "use_sliding_window": false, "vocab_size": 152064}
            """;

    private static final String QWEN3_8B =
            """
            {"architectures": ["Qwen3ForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151645,
             "head_dim": 128, "hidden_act": "silu", "hidden_size": 4096,
             "initializer_range": 0.02, "intermediate_size": 12288,
             "max_position_embeddings": 40960, "max_window_layers": 36, "model_type": "qwen3",
             "num_attention_heads": 32, "num_hidden_layers": 36, "num_key_value_heads": 8,
             "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000,
             "sliding_window": null, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "transformers_version": "4.51.0", "use_cache": true, "use_sliding_window": false,
             "vocab_size": 151936}
            """;

    private static final String LLAMA_3_1_8B =
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "bos_token_id": 128000,
             "eos_token_id": [128001, 128008, 128009], "hidden_act": "silu",
             "hidden_size": 4096, "initializer_range": 0.02, "intermediate_size": 14336,
             "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "llama",
             "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
             "pretraining_tp": 1, "rms_norm_eps": 1e-05,
             "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
             "original_max_position_embeddings": 8192, "rope_type": "llama3"},
             "rope_theta": 500000.0, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "transformers_version": "4.42.3", "use_cache": true, "vocab_size": 128256}
            """;

    private static final String SMOLLM2_135M =
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
             "hidden_act": "silu", "hidden_size": 576, "initializer_range": 0.041666666666666664,
             "intermediate_size": 1536, "is_llama_config": true,
             "max_position_embeddings": 8192, "mlp_bias": false, "model_type": "llama",
             "num_attention_heads": 9, "num_hidden_layers": 30, "num_key_value_heads": 3,
             "pad_token_id": 2, "pretraining_tp": 1, "rms_norm_eps": 1e-05,
             "rope_interleaved": false, "rope_scaling": null, "rope_theta": 100000,
             "tie_word_embeddings": true, "torch_dtype": "bfloat16",
             "transformers_version": "4.42.3",
             "transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16"}},
             "use_cache": true, "vocab_size": 49152, "unsloth_fixed": true}
            """;

    private static final String TINY_LLAMA =
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "bos_token_id": 1,
             "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 2048,
             "initializer_range": 0.02, "intermediate_size": 5632,
             "max_position_embeddings": 2048, "model_type": "llama", "num_attention_heads": 32,
             "num_hidden_layers": 22, "num_key_value_heads": 4, "pretraining_tp": 1,
             "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 10000.0,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "transformers_version": "4.35.0", "use_cache": true, "vocab_size": 32000}
            """;

    private static final String R1_DISTILL_QWEN_7B =
            """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0,
             "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu",
             "hidden_size": 3584, "initializer_range": 0.02, "intermediate_size": 18944,
             "max_position_embeddings": 131072, "max_window_layers": 28, "model_type": "qwen2",
             "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
             "rms_norm_eps": 1e-06, "rope_theta": 10000, "sliding_window": 4096,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "transformers_version": "4.44.0", "use_cache": true, "use_mrope": false,
             "use_sliding_window": false, "vocab_size": 152064}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                QWEN2_5_7B,
                QWEN3_8B,
                LLAMA_3_1_8B,
                SMOLLM2_135M,
                TINY_LLAMA,
                R1_DISTILL_QWEN_7B
            })
    void acceptsPublishedModels(String json) {
        ModelConfig config = read(json(json));
        assertThat(config.headSize()).isIn(64, 128);
        assertThat(config.rope().theta()).isGreaterThanOrEqualTo(1e4);
    }

    @Test
    void readsAllOfIt() {
        assertThat(read(json(QWEN2_5_7B)))
                .isEqualTo(
                        new ModelConfig(
                                Architecture.QWEN2,
                                28,
                                3584,
                                18944,
                                28,
                                4,
                                128,
                                152064,
                                131072,
                                1e-6,
                                new Rope.Default(1e6),
                                false,
                                new ModelConfig.Biases(true, false, false)));
        assertThat(read(json(LLAMA_3_1_8B)).rope()).isEqualTo(new Rope.Llama3(5e5, 8, 1, 4, 8192));
    }

    @Test
    void honoursBiasesAndHeadSizes() {
        JsonObject llama = json(TINY_LLAMA);
        llama.addProperty("attention_bias", true);
        llama.addProperty("mlp_bias", true);
        llama.addProperty("head_dim", 96);
        llama.remove("num_key_value_heads");
        ModelConfig config = read(llama);
        assertThat(config.biases()).isEqualTo(new ModelConfig.Biases(true, true, true));
        assertThat(config.headSize()).isEqualTo(96);
        assertThat(config.kvHeads()).isEqualTo(32);
        JsonObject withNull = json(TINY_LLAMA);
        withNull.add("head_dim", JsonNull.INSTANCE);
        assertThat(read(withNull).headSize()).isEqualTo(64);
        JsonObject qwen3 = json(QWEN3_8B);
        qwen3.addProperty("attention_bias", true);
        assertThat(read(qwen3).biases()).isEqualTo(new ModelConfig.Biases(true, true, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'yarn','factor':4.0}|1.1386294|131072",
                "{'rope_type':'yarn','factor':4,'original_max_position_embeddings':32768}|1.1386294|32768",
                "{'rope_type':'yarn','factor':4,'attention_factor':1.5}|1.5|131072",
                "{'rope_type':'yarn','factor':40,'mscale':0.707,'mscale_all_dim':1.0}|0.9210423|131072",
                "{'rope_type':'yarn','factor':40,'mscale':0.707}|1.368888|131072",
                "{'rope_type':'yarn','factor':0.5,'finetuned':true}|1|131072",
            })
    void readsYarn(String scaling, float attentionFactor, double originalContext) {
        JsonObject config = json(QWEN2_5_7B);
        config.add("rope_scaling", json(scaling.replace('\'', '"')));
        Rope.Yarn yarn = (Rope.Yarn) read(config).rope();
        assertThat(yarn.attentionFactor()).isCloseTo(attentionFactor, Offset.offset(1e-6f));
        assertThat(yarn.ramp()).isEqualTo(new Rope.Yarn.Ramp(originalContext, 32, 1, true));
    }

    @Test
    void readsBothLayouts() {
        JsonObject config = json(QWEN2_5_7B);
        config.remove("rope_theta");
        config.remove("torch_dtype");
        config.addProperty("dtype", "bfloat16");
        config.add("rope_parameters", json("{\"rope_theta\":5000.0,\"rope_type\":\"default\"}"));
        assertThat(read(config).rope()).isEqualTo(new Rope.Default(5000));
        config.add("rope_parameters", json("{\"rope_type\":\"linear\",\"factor\":2}"));
        assertThat(read(config).rope()).isEqualTo(new Rope.Linear(10_000, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model_type|'mistral'|model_type mistral is not one of [qwen2, qwen3, llama]",
                "hidden_act|'gelu'|hidden_act gelu",
                "use_sliding_window|true|sliding_window 131072",
                "layer_types|['full_attention','sliding_attention']|sliding_attention",
                "rope_scaling|{'type':'dynamic','factor':2}|rope_type dynamic",
                "rope_scaling|{'rope_type':'longrope'}|rope_type longrope",
                "rope_scaling|{'rope_type':'yarn','factor':2,'low_freq_factor':1}|low_freq_factor",
                "rope_scaling|{'type':'default','mrope_section':[16,24,24]}|mrope_section",
                "rope_parameters|{'full_attention':{'rope_theta':1}}|full_attention",
                "rope_parameters|{'partial_rotary_factor':0.5}|partial_rotary_factor 0.5",
                "partial_rotary_factor|0.5|partial_rotary_factor 0.5",
                "rope_interleaved|true|rope_interleaved true",
                "quantization_config|{'bits':4}|quantization_config",
                "final_logit_softcapping|30.0|final_logit_softcapping 30.0",
                "logit_scale|0.0625|logit_scale",
                "attention_multiplier|0.0078|attention_multiplier",
                "use_qk_norm|true|use_qk_norm",
                "num_experts|60|num_experts",
                "mlp_bias|true|mlp_bias",
                "is_causal|false|is_causal",
                "use_mrope|true|use_mrope",
                "partial_rotary_factor|0|partial_rotary_factor 0",
                "logit_scale|0.0|logit_scale 0",
                "rope_parameters|{'partial_rotary_factor':0}|partial_rotary_factor 0",
                "is_bidirectional|true|is_bidirectional true",
                "use_bidirectional|true|use_bidirectional true",
                "temperature|0.5|temperature 0.5",
                "text_config|{'hidden_size':1}|text_config",
                "vision_config|{'hidden_size':1}|vision_config",
                "audio_config|{'hidden_size':1}|audio_config",
                "auto_map|{'AutoModel':'modeling.Model'}|code that comes with the model",
            })
    void refusesByName(String key, String value, String problem) {
        JsonObject config = json(QWEN2_5_7B);
        config.addProperty("num_hidden_layers", 2);
        config.add(key, JsonParser.parseString(value.replace('\'', '"')));
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith(FILE + ": ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {QWEN2_5_7B, QWEN3_8B, LLAMA_3_1_8B})
    void refusesTheWindowThatTransformersTakesByItself(String json) {
        JsonObject config = json(json);
        config.addProperty("use_sliding_window", true);
        config.remove("sliding_window");
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("use_sliding_window is true without a sliding_window");
        config.add("sliding_window", JsonNull.INSTANCE);
        assertThat(read(config).layers()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_name_or_path",
                "my_note",
                "final_logit_softcapping",
                "num_experts",
                "rope_interleaved",
                "partial_rotary_factor",
                "temperature",
                "auto_map"
            })
    void ignoresWhatChangesNothing(String key) {
        JsonObject config = json(QWEN2_5_7B);
        switch (key) {
            case "_name_or_path" -> config.addProperty(key, "../attention");
            case "my_note" -> config.addProperty(key, "made on a Monday");
            case "num_experts" -> config.addProperty(key, 0);
            case "rope_interleaved" -> config.addProperty(key, false);
            case "partial_rotary_factor", "temperature" -> config.addProperty(key, 1.0);
            default -> config.add(key, JsonNull.INSTANCE);
        }
        assertThat(read(config).layers()).isEqualTo(28);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_type",
                "hidden_size",
                "intermediate_size",
                "max_position_embeddings",
                "num_attention_heads",
                "num_hidden_layers",
                "num_key_value_heads",
                "rms_norm_eps",
                "vocab_size"
            })
    void namesAMissingField(String key) {
        JsonObject config = json(QWEN2_5_7B);
        config.remove(key);
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field " + key + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hidden_size|0",
                "hidden_size|1e999999999",
                "hidden_size|2147483648",
                "hidden_size|3585",
                "num_hidden_layers|1000000",
                "num_key_value_heads|5",
                "num_key_value_heads|56",
                "head_dim|7",
                "vocab_size|-1",
                "vocab_size|'152064'",
                "rms_norm_eps|0",
                "rope_theta|1",
                "rope_theta|1e300",
                "layer_types|['full_attention']",
                "rope_scaling|{'type':'yarn'}",
                "rope_scaling|{'type':'yarn','factor':null}",
                "rope_scaling|{'type':'yarn','factor':-1}",
                "rope_scaling|{'type':'linear','factor':1,'rope_theta':5}",
                "rope_scaling|{'rope_type':'llama3','factor':8,'low_freq_factor':4,'high_freq_factor':4}",
                "rope_scaling|[]",
            })
    void boundsNumbers(String key, String value) {
        JsonObject config = json(QWEN2_5_7B);
        config.add(key, JsonParser.parseString(value.replace('\'', '"')));
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static ModelConfig read(JsonObject json) {
        return new ConfigReader(FILE, JsonFields.of(json)).read();
    }
}
