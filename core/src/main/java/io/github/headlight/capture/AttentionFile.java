package io.github.headlight.capture;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.safetensors.SafetensorsFile;

import java.nio.file.Path;

/**
 * Attention in a safetensors file, so that any language reads it: {@code input_ids} I64 {@code
 * [token]}, {@code logits} F32 {@code [row, vocabulary]} of the last rows, and model, plan, tokens
 * and prompt length as metadata, and why the answer ended. The same capture gives the same bytes;
 * one that memory did not hold differs by rounding, as it is read in other blocks.
 *
 * <p>{@code headlight.texts} is JSON {@code {"id":"text"}} of tokens that the answer might have had
 * instead of its own.
 *
 * <p>The model's metadata say {@code "attention":"bidirectional"} where queries see later keys.
 *
 * <p>The parts of a plan, in F32 if nothing is said: {@code full} is {@code attentions} {@code
 * [layer, head, query, key]}; {@code heads} is {@code heads} {@code [chosen head, query, key]}, in
 * the order of layer and head; {@code mean} is {@code mean} {@code [layer, query, key]}; {@code
 * topk} is {@code topk.values} and {@code topk.indices} (I32, −1 where a row has no more keys)
 * {@code [layer, head, query, rank]} and {@code topk.rest} {@code [layer, head, query]}; {@code
 * pooled} is {@code pooled} (sums) and {@code pooled.max} {@code [layer, head, query block, key
 * block]}; {@code stats} is {@code stats} {@code [layer, head, measure]}, NaN where no row has the
 * measure, and {@code stats.rows} I64 {@code [measure]}, with the measures' names in the metadata
 * {@code headlight.measures}.
 */
public final class AttentionFile {
    static final String FORMAT = "headlight.format";
    static final String FORMAT_VERSION = "1";
    static final String MODEL = "headlight.model";
    static final String PLAN = "headlight.plan";
    static final String TOKENS = "headlight.tokens";
    static final String PROMPT_LENGTH = "headlight.prompt_length";
    static final String FINISH = "headlight.finish";
    static final String NAME = "headlight.name";
    static final String TEXTS = "headlight.texts";
    static final String CAPTURED = "headlight.captured";
    static final String INPUT_IDS = "input_ids";
    static final String ATTENTIONS = "attentions";
    static final String LOGITS = "logits";
    static final String HEADS = "heads";
    static final String MEAN = "mean";
    static final String TOPK_VALUES = "topk.values";
    static final String TOPK_INDICES = "topk.indices";
    static final String TOPK_REST = "topk.rest";
    static final String POOLED_SUM = "pooled";
    static final String POOLED_MAX = "pooled.max";
    static final String STATS = "stats";
    static final String STATS_ROWS = "stats.rows";
    static final String MEASURES = "headlight.measures";

    private AttentionFile() {}

    /** The tensor of a part that is matrices. */
    static String name(CapturePart part) {
        if (part instanceof CapturePart.Full) {
            return ATTENTIONS;
        }
        return part instanceof CapturePart.Heads ? HEADS : MEAN;
    }

    /**
     * Writes a capture.
     *
     * @param attention the capture
     * @param file where to; replaced if it is there, never half-written
     * @throws io.github.headlight.error.OutputException if it cannot be written
     */
    public static void write(Attention attention, Path file) {
        AttentionFileWriter.write(attention, file);
    }

    /**
     * Reads a capture, mapped into memory: nothing is copied, and the file must not change while it
     * is used. Files without our metadata are read too if they hold {@code attentions} with four
     * axes, or a tensor {@code attentions.{i}} for each layer {@code [head, query, key]}; those are
     * causal unless the first head of a layer has a row that gives more than {@link
     * RowCheck#TOLERANCE} to later keys.
     *
     * @param file the file
     * @return the capture
     * @throws InvalidFileException if it is no attention file, or damaged
     */
    public static Attention read(Path file) {
        return new AttentionFileReader(SafetensorsFile.open(file)).read();
    }
}
