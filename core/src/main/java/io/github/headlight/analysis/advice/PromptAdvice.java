package io.github.headlight.analysis.advice;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;

import java.util.List;
import java.util.Objects;

/**
 * The four rules of good prompts, measured on one capture. Needs all probabilities and the texts of
 * tokens. All figures are over all heads together: the mean matrix, without the first token (where
 * heads look when they need nothing) and the template, so that each head counts by what it gives to
 * content. The readers are mostly the rows that wrote the answer; in a capture without an answer,
 * the last row of the prompt.
 *
 * <p>Cost: one pass over the tensor, with all processors; memory of rows² / 2 doubles.
 *
 * @param promptTokens number of tokens of the prompt, with the template
 * @param contentTokens those that count as content
 * @param readers number of rows that wrote the answer
 * @param content what these rows give to content of the prompt, on average, 0 to 1
 * @param firstToken what they give to the first token
 * @param instruction rule 1
 * @param ambiguity rule 2
 * @param separators rule 3
 * @param anchors rule 4
 * @param answer what the model wrote
 * @param options how it was measured
 */
public record PromptAdvice(
        int promptTokens,
        int contentTokens,
        int readers,
        double content,
        double firstToken,
        InstructionFinding instruction,
        AmbiguityFinding ambiguity,
        SeparatorFinding separators,
        AnchorFinding anchors,
        Answer answer,
        AdviceOptions options) {
    public PromptAdvice {
        Objects.requireNonNull(instruction, "instruction");
        Objects.requireNonNull(ambiguity, "ambiguity");
        Objects.requireNonNull(separators, "separators");
        Objects.requireNonNull(anchors, "anchors");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(options, "options");
    }

    /**
     * {@return what was measured, with the default options}
     *
     * @param attention a full capture with texts
     * @throws CaptureException see {@link #of(Attention, AdviceOptions)}
     */
    public static PromptAdvice of(Attention attention) {
        return of(attention, AdviceOptions.DEFAULT);
    }

    /**
     * {@return what was measured}
     *
     * @param attention a full capture with texts
     * @param options how to measure
     * @throws CaptureException if the plan is not full, tokens have no texts, a row is no
     *     probability over the keys up to its query, or there are more than 8,192 rows
     * @throws IllegalArgumentException if the instruction does not stand in the prompt
     */
    public static PromptAdvice of(Attention attention, AdviceOptions options) {
        Reading reading = Reading.of(attention);
        Thresholds thresholds = options.thresholds();
        Instruction instruction = Instruction.find(reading, options);
        double firstToken = 0;
        for (int row : reading.answerRows()) {
            firstToken += reading.map().at(row, 0) / reading.answerRows().length;
        }
        return new PromptAdvice(
                reading.size(),
                reading.content().all().length,
                reading.answerRows().length,
                reading.content().meanMass(reading.answerRows()),
                firstToken,
                new InstructionRule(reading, thresholds).measure(instruction),
                new AmbiguityRule(reading, thresholds).measure(instruction),
                new SeparatorRule(reading, thresholds).measure(),
                new AnchorRule(reading, thresholds).measure(instruction),
                Answer.of(attention),
                options);
    }

    /** {@return what the four rules found, in their order} */
    public List<Finding> findings() {
        return List.of(instruction, ambiguity, separators, anchors);
    }
}
