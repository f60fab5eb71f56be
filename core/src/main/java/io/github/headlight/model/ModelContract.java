package io.github.headlight.model;

/**
 * Names of the inputs, outputs and metadata of a Headlight model. Names that other ONNX decoder
 * exports use are theirs; {@code attentions.{i}} and the metadata are ours.
 *
 * <p>Shapes: {@code input_ids}, {@code position_ids} {@code [batch, sequence]}; {@code
 * attention_mask} {@code [batch, past + sequence]}, padded on the right only; {@code
 * logits_to_keep} {@code [1]}, the number of last rows to give logits for, 0 for all; {@code
 * past_key_values.{i}.key|value} {@code [batch, KV head, past, head size]}; {@code logits} {@code
 * [batch, kept, vocabulary]}; {@code present.{i}.key|value} {@code [batch, KV head, past +
 * sequence, head size]}; {@code attentions.{i}} {@code [batch, head, sequence, past + sequence]}.
 * Ids, masks and counts are int64, all else f32.
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

    /** Input: how many last rows get logits; 0 for all. */
    public static final String LOGITS_TO_KEEP = "logits_to_keep";

    /** Output: logits. */
    public static final String LOGITS = "logits";

    /** Metadata: {@link #FORMAT_VERSION}. */
    public static final String FORMAT_KEY = "headlight.format";

    /** Metadata: {@link ModelSpec} as JSON. */
    public static final String MODEL_KEY = "headlight.model";

    /** Metadata: the capture plan, as written on the command line. */
    public static final String PLAN_KEY = "headlight.plan";

    /** Metadata: {@link WeightFiles} as JSON. */
    public static final String WEIGHTS_KEY = "headlight.weights";

    /**
     * Metadata: the checkpoint's folder, relative to the model's own with forward slashes; the
     * tokenizer is there. Not always that of {@link WeightFiles}: a hub's cache links from one to
     * the other.
     */
    public static final String CHECKPOINT_KEY = "headlight.checkpoint";

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
