package io.github.headlight.analysis.advice;

import java.util.Objects;
import java.util.Optional;

/**
 * How a prompt is measured.
 *
 * @param instruction the words of the key instruction as they stand in the prompt; without, it is
 *     found by a rule, see {@link InstructionSource}
 * @param thresholds from where on a figure is called something
 */
public record AdviceOptions(Optional<String> instruction, Thresholds thresholds) {
    /** The instruction found by rule, default thresholds. */
    public static final AdviceOptions DEFAULT =
            new AdviceOptions(Optional.empty(), Thresholds.DEFAULT);

    public AdviceOptions {
        Objects.requireNonNull(thresholds, "thresholds");
        if (instruction.isPresent() && instruction.get().isBlank()) {
            throw new IllegalArgumentException("instruction: expected words, found none");
        }
    }

    /**
     * {@return a copy that names the instruction}
     *
     * @param words as they stand in the prompt
     */
    public AdviceOptions withInstruction(String words) {
        return new AdviceOptions(Optional.of(words), thresholds);
    }

    /**
     * {@return a copy with other thresholds}
     *
     * @param other from where on a figure is called something
     */
    public AdviceOptions with(Thresholds other) {
        return new AdviceOptions(instruction, other);
    }
}
