package io.github.headlight.capture;

import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenSequence;

import java.util.Objects;
import java.util.Optional;

/**
 * The attention of one sequence: what each head looked at, over which tokens, in which model.
 *
 * <p>Prompt and generated tokens form one causal matrix. With S prompt and T generated tokens there
 * are S + T tokens and, if T &gt; 0, S + T − 1 rows and columns: the last token was never read. The
 * row that wrote generated token t is {@link #writingRow}: the query there is the token before it.
 */
public final class Attention {
    private final ModelSpec model;
    private final CapturePlan plan;
    private final TokenSequence tokens;
    private final int promptLength;
    private final AttentionTensor tensor;
    private final Logits logits;

    /**
     * Puts a capture together.
     *
     * @param model what was run
     * @param plan what was captured
     * @param tokens prompt and generated tokens
     * @param promptLength number of prompt tokens, 1 to all
     * @param tensor {@code [layer, head, query, key]}
     * @param logits the last rows' logits, or null
     */
    public Attention(
            ModelSpec model,
            CapturePlan plan,
            TokenSequence tokens,
            int promptLength,
            AttentionTensor tensor,
            Logits logits) {
        this.model = Objects.requireNonNull(model, "model");
        this.plan = Objects.requireNonNull(plan, "plan");
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.tensor = Objects.requireNonNull(tensor, "tensor");
        this.logits = logits;
        this.promptLength = promptLength;
        if (promptLength < 1 || promptLength > tokens.size()) {
            throw new IllegalArgumentException(
                    "prompt length: expected 1 to " + tokens.size() + ", found " + promptLength);
        }
        int rows = rows(promptLength, tokens.size() - promptLength);
        if (tensor.queries() != rows || tensor.keys() != rows) {
            throw new IllegalArgumentException(
                    "expected "
                            + rows
                            + " queries and keys for "
                            + tokens.size()
                            + " tokens, found "
                            + tensor);
        }
        if (model.layers() != tensor.layers() || model.heads() != tensor.heads()) {
            throw new IllegalArgumentException(
                    "the model has "
                            + model.layers()
                            + " layers of "
                            + model.heads()
                            + " heads, found "
                            + tensor);
        }
    }

    /**
     * {@return the number of rows of a capture}
     *
     * @param prompt number of prompt tokens
     * @param generated number of generated tokens
     */
    public static int rows(int prompt, int generated) {
        return generated == 0 ? prompt : prompt + generated - 1;
    }

    /** {@return what was run} */
    public ModelSpec model() {
        return model;
    }

    /** {@return what was captured} */
    public CapturePlan plan() {
        return plan;
    }

    /** {@return prompt and generated tokens} */
    public TokenSequence tokens() {
        return tokens;
    }

    /** {@return the number of prompt tokens} */
    public int promptLength() {
        return promptLength;
    }

    /** {@return the number of generated tokens} */
    public int generatedLength() {
        return tokens.size() - promptLength;
    }

    /** {@return the probabilities, {@code [layer, head, query, key]}} */
    public AttentionTensor tensor() {
        return tensor;
    }

    /** {@return the logits of the last rows, if they were captured} */
    public Optional<Logits> logits() {
        return Optional.ofNullable(logits);
    }

    /**
     * {@return the row that wrote a generated token}
     *
     * @param generated number of the generated token, from 0
     */
    public int writingRow(int generated) {
        return promptLength - 1 + Objects.checkIndex(generated, generatedLength());
    }

    /** {@return the generated tokens as text} */
    public String answer() {
        return tokens.text(promptLength, tokens.size());
    }

    @Override
    public String toString() {
        return model.architecture() + " " + tensor + " of " + tokens.size() + " tokens";
    }
}
