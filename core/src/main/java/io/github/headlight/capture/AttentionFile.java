package io.github.headlight.capture;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.safetensors.SafetensorsFile;

import java.nio.file.Path;

/**
 * Attention in a safetensors file, so that any language reads it: {@code input_ids} I64 {@code
 * [token]}, {@code attentions} F32 {@code [layer, head, query, key]}, {@code logits} F32 {@code
 * [row, vocabulary]} of the last rows, and model, plan, tokens and prompt length as metadata. The
 * same capture gives the same bytes.
 */
public final class AttentionFile {
    static final String FORMAT = "headlight.format";
    static final String FORMAT_VERSION = "1";
    static final String MODEL = "headlight.model";
    static final String PLAN = "headlight.plan";
    static final String TOKENS = "headlight.tokens";
    static final String PROMPT_LENGTH = "headlight.prompt_length";
    static final String INPUT_IDS = "input_ids";
    static final String ATTENTIONS = "attentions";
    static final String LOGITS = "logits";

    private AttentionFile() {}

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
     * axes, or a tensor {@code attentions.{i}} for each layer {@code [head, query, key]}.
     *
     * @param file the file
     * @return the capture
     * @throws InvalidFileException if it is no attention file, or damaged
     */
    public static Attention read(Path file) {
        return new AttentionFileReader(SafetensorsFile.open(file)).read();
    }
}
