package io.github.headlight.model;

/**
 * Names of the inputs, outputs and metadata of a Headlight model. Names that other ONNX decoder
 * exports use are theirs; {@code attentions.{i}} and the metadata are ours. A model that was made
 * elsewhere may have other names for them, which {@link #INPUTS_KEY} and {@link #OUTPUTS_KEY} hold,
 * and need not have all: it may lack every input but {@code input_ids}, the cache and the logits.
 * An encoder's {@code token_type_ids} are {@code [batch, sequence]}.
 *
 * <p>Shapes: {@code input_ids}, {@code position_ids} {@code [batch, sequence]}; {@code
 * attention_mask} {@code [batch, past + sequence]}, padded on the right only; {@code
 * logits_to_keep} {@code [1]}, the number of last rows to give logits for, 0 for all; {@code
 * past_key_values.{i}.key|value} {@code [batch, KV head, past, head size]}; {@code logits} {@code
 * [batch, kept, vocabulary]}; {@code present.{i}.key|value} {@code [batch, KV head, past +
 * sequence, head size]}; {@code attentions.{i}} {@code [batch, head, sequence, past + sequence]}.
 * Ids, masks and counts are int64, all else f32.
 *
 * <p>Reduced captures: {@code heads.{i}} {@code [batch, chosen head, sequence, past + sequence]};
 * {@code mean.{i}} {@code [batch, sequence, past + sequence]}; {@code topk.{i}.values} and {@code
 * topk.{i}.indices} (int32) {@code [batch, head, sequence, kept]}, where kept is the smaller of k
 * and past + sequence; {@code pooled.{i}.sum} and {@code pooled.{i}.max} {@code [batch, head, query
 * block, key block]}, for a sequence that starts with a block, or lies within one; {@code
 * stats.{i}.entropy} {@code [batch, head, sequence]}; {@code stats.{i}.weighted} {@code [batch,
 * sequence, head, weight]}, the sums of each row weighted with the input {@code row_weights} {@code
 * [batch, sequence, past + sequence, weight]}; {@code stats.{i}.received} {@code [batch, head, past
 * + sequence]}, the sums over the rows.
 */
public final class ModelContract {
    /** The version of the contract, in metadata as {@link #FORMAT_KEY}. */
    public static final int FORMAT_VERSION = 1;

    /** Input: token ids. */
    public static final String INPUT_IDS = "input_ids";

    /** Input: 1 for a token, 0 for padding on the right. */
    public static final String ATTENTION_MASK = "attention_mask";

    /**
     * Input: the position of each token of {@code input_ids}: past, past + 1, … What others do
     * depends on the model's operators: they are refused, taken for these, or rotated by.
     */
    public static final String POSITION_IDS = "position_ids";

    /** Input of encoders: which of two texts a token is of, 0 or 1. */
    public static final String TOKEN_TYPE_IDS = "token_type_ids";

    /** Input: how many last rows get logits; 0 for all. */
    public static final String LOGITS_TO_KEEP = "logits_to_keep";

    /** Input of models that capture statistics: the weights that rows are summed up with. */
    public static final String ROW_WEIGHTS = "row_weights";

    /** Output: logits. */
    public static final String LOGITS = "logits";

    /** Metadata: {@link #FORMAT_VERSION}. */
    public static final String FORMAT_KEY = "headlight.format";

    /** Metadata: {@link ModelSpec} as JSON. */
    public static final String MODEL_KEY = "headlight.model";

    /** Metadata: what people call the model; where it is missing, its file's name. */
    public static final String NAME_KEY = "headlight.name";

    /** Metadata: the capture plan, as written on the command line. */
    public static final String PLAN_KEY = "headlight.plan";

    /**
     * Metadata: {@code in place} if the cache's inputs and outputs may be the same memory, with
     * room for more tokens than there are yet; else outputs are new memory.
     */
    public static final String CACHE_KEY = "headlight.cache";

    /** The value of {@link #CACHE_KEY} for a cache that is written in place. */
    public static final String CACHE_IN_PLACE = "in place";

    /** Metadata: {@link #CPU} if the graph has what runs nowhere else. */
    public static final String DEVICE_KEY = "headlight.device";

    /** The value of {@link #DEVICE_KEY}. */
    public static final String CPU = "cpu";

    /** Metadata: {@link WeightPrecision}; where it is missing, f32. */
    public static final String PRECISION_KEY = "headlight.precision";

    /** Metadata: {@link Workspace} as JSON. */
    public static final String WORKSPACE_KEY = "headlight.workspace";

    /** Metadata: how the checkpoint's makers let it write, as {@code generation_config.json}. */
    public static final String GENERATION_KEY = "headlight.generation";

    /** Metadata: {@link WeightFiles} as JSON. */
    public static final String WEIGHTS_KEY = "headlight.weights";

    /**
     * Metadata: the checkpoint's folder, relative to the model's own with forward slashes; the
     * tokenizer is there. Not always that of {@link WeightFiles}: a hub's cache links from one to
     * the other.
     */
    public static final String CHECKPOINT_KEY = "headlight.checkpoint";

    /**
     * Metadata: JSON {@code {"<graph input>":"<role>"}} for the inputs that the graph names
     * otherwise; a role is the name of an input here.
     */
    public static final String INPUTS_KEY = "headlight.inputs";

    /**
     * Metadata: JSON {@code {"<graph output>":"<role>"}} for the outputs that the graph names
     * otherwise; a role is {@link #LOGITS} or an output of the cache, or {@link #OTHER} and the
     * name for what has the name of a role and is none.
     */
    public static final String OUTPUTS_KEY = "headlight.outputs";

    /** Begins the role of what Headlight does not use, as the logits of labels. */
    public static final String OTHER = "other.";

    /** Metadata: name and version of what wrote the model. */
    public static final String EXPORTER_KEY = "headlight.exporter";

    private ModelContract() {}

    /**
     * {@return the output that holds the attention probabilities of a layer}
     *
     * @param layer from 0
     */
    public static String attentions(int layer) {
        return "attentions." + layer;
    }

    /**
     * {@return the output that holds the probabilities of a layer's chosen heads}
     *
     * @param layer from 0
     */
    public static String heads(int layer) {
        return "heads." + layer;
    }

    /**
     * {@return the output that holds the mean over the heads of a layer}
     *
     * @param layer from 0
     */
    public static String mean(int layer) {
        return "mean." + layer;
    }

    /**
     * {@return the output that holds the probabilities of the keys that a layer looks at most}
     *
     * @param layer from 0
     */
    public static String topKValues(int layer) {
        return "topk." + layer + ".values";
    }

    /**
     * {@return the output that holds the keys that a layer looks at most}
     *
     * @param layer from 0
     */
    public static String topKIndices(int layer) {
        return "topk." + layer + ".indices";
    }

    /**
     * {@return the output that holds the sums of a layer's blocks}
     *
     * @param layer from 0
     */
    public static String pooledSum(int layer) {
        return "pooled." + layer + ".sum";
    }

    /**
     * {@return the output that holds the maxima of a layer's blocks}
     *
     * @param layer from 0
     */
    public static String pooledMax(int layer) {
        return "pooled." + layer + ".max";
    }

    /**
     * {@return the output that holds the entropy of a layer's rows, in nats}
     *
     * @param layer from 0
     */
    public static String entropy(int layer) {
        return "stats." + layer + ".entropy";
    }

    /**
     * {@return the output that holds the weighted sums of a layer's rows}
     *
     * @param layer from 0
     */
    public static String weighted(int layer) {
        return "stats." + layer + ".weighted";
    }

    /**
     * {@return the output that holds what the keys of a layer receive}
     *
     * @param layer from 0
     */
    public static String received(int layer) {
        return "stats." + layer + ".received";
    }

    /**
     * {@return the input that holds the cached keys of a layer}
     *
     * @param layer from 0
     */
    public static String pastKey(int layer) {
        return "past_key_values." + layer + ".key";
    }

    /**
     * {@return the input that holds the cached values of a layer}
     *
     * @param layer from 0
     */
    public static String pastValue(int layer) {
        return "past_key_values." + layer + ".value";
    }

    /**
     * {@return the output that holds past and new keys of a layer}
     *
     * @param layer from 0
     */
    public static String presentKey(int layer) {
        return "present." + layer + ".key";
    }

    /**
     * {@return the output that holds past and new values of a layer}
     *
     * @param layer from 0
     */
    public static String presentValue(int layer) {
        return "present." + layer + ".value";
    }
}
