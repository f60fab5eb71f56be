package io.github.headlight.capture;

import io.github.headlight.error.CaptureException;
import io.github.headlight.generation.Candidate;
import io.github.headlight.generation.Candidates;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.token.TokenSequence;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attention of one sequence: what each head looked at, over which tokens, in which model.
 *
 * <p>Prompt and generated tokens form one causal matrix. With S prompt and T generated tokens there
 * are S + T tokens and, if T &gt; 0, S + T − 1 rows and columns: the last token was never read. The
 * row that wrote generated token t is {@link #writingRow}: the query there is the token before it.
 * A bidirectional model writes nothing: all tokens are its prompt.
 */
public final class Attention {
    private final ModelSpec model;
    private final CapturePlan plan;
    private final TokenSequence tokens;
    private final int promptLength;
    private final Captured captured;
    private final Logits logits;
    private final FinishReason finish;
    private final Origin origin;
    private final Map<Integer, String> texts;

    /**
     * Puts a capture together.
     *
     * @param model what was run
     * @param plan what was captured
     * @param tokens prompt and generated tokens
     * @param promptLength number of prompt tokens, 1 to all
     * @param captured what the plan names
     * @param logits the last rows' logits, or null
     */
    public Attention(
            ModelSpec model,
            CapturePlan plan,
            TokenSequence tokens,
            int promptLength,
            Captured captured,
            Logits logits) {
        this(model, plan, tokens, promptLength, captured, logits, null, Origin.UNKNOWN, Map.of());
    }

    private Attention(
            ModelSpec model,
            CapturePlan plan,
            TokenSequence tokens,
            int promptLength,
            Captured captured,
            Logits logits,
            FinishReason finish,
            Origin origin,
            Map<Integer, String> texts) {
        this.model = Objects.requireNonNull(model, "model");
        this.plan = Objects.requireNonNull(plan, "plan");
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.captured = Objects.requireNonNull(captured, "captured");
        this.logits = logits;
        this.finish = finish;
        this.origin = Objects.requireNonNull(origin, "origin");
        this.texts = texts;
        this.promptLength = promptLength;
        if (promptLength < 1 || promptLength > tokens.size()) {
            throw new IllegalArgumentException(
                    "prompt length: expected 1 to " + tokens.size() + ", found " + promptLength);
        }
        if (model.isBidirectional() && promptLength < tokens.size()) {
            throw new IllegalArgumentException(
                    "a bidirectional model writes nothing: expected a prompt of all "
                            + tokens.size()
                            + " tokens, found "
                            + promptLength);
        }
        new CaptureCheck(model, rows(), tokens.size()).check(plan, captured);
    }

    /**
     * Puts a full capture together.
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
        this(model, plan, tokens, promptLength, Captured.full(tensor), logits);
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

    /** {@return the number of rows, and of columns, of the matrices} */
    public int rows() {
        return rows(promptLength, generatedLength());
    }

    /**
     * {@return how many keys a query sees, from the first on}
     *
     * @param query from 0
     */
    public int keys(int query) {
        return model.direction().keys(query, rows());
    }

    /** {@return what was captured, part by part} */
    public Captured captured() {
        return captured;
    }

    /**
     * {@return the probabilities, {@code [layer, head, query, key]}}
     *
     * @throws CaptureException if the plan is not full
     */
    public AttentionTensor tensor() {
        return captured.full().orElseThrow(() -> lacks("all probabilities", "full"));
    }

    /**
     * {@return the probabilities of a head, {@code [query, key]}, from a full capture or one of
     * chosen heads}
     *
     * @param layer from 0
     * @param head from 0
     * @throws CaptureException if the plan has neither
     */
    public AttentionMatrix head(int layer, int head) {
        if (captured.full().isPresent()) {
            return captured.full().get().head(layer, head);
        }
        HeadChoice wanted = new HeadChoice(layer, head);
        int index =
                plan.find(CapturePart.Heads.class)
                        .map(part -> part.inModel(model).indexOf(wanted))
                        .orElse(-1);
        if (index < 0) {
            throw lacks("head " + wanted, "heads:" + wanted);
        }
        return captured.heads().get(index);
    }

    /**
     * {@return the mean over the heads of a layer, {@code [query, key]}, as captured, or computed
     * from a full capture}
     *
     * @param layer from 0
     * @throws CaptureException if the plan has neither
     */
    public AttentionMatrix mean(int layer) {
        return captured.mean()
                .map(mean -> mean.head(layer, 0))
                .or(() -> captured.full().map(full -> full.layer(layer).meanOverHeads()))
                .orElseThrow(() -> lacks("the mean over heads", "mean"));
    }

    /**
     * {@return the keys that each query looks at most}
     *
     * @throws CaptureException if the plan has no {@code topk}; {@link TopKAttention#of} computes
     *     them from a full capture
     */
    public TopKAttention topK() {
        return captured.topK().orElseThrow(() -> lacks("the top keys", "topk:16"));
    }

    /**
     * {@return sums and maxima of blocks}
     *
     * @throws CaptureException if the plan has no {@code pooled}; {@link PooledAttention#of}
     *     computes them from a full capture
     */
    public PooledAttention pooled() {
        return captured.pooled().orElseThrow(() -> lacks("pooled blocks", "pooled:32"));
    }

    /**
     * {@return what each head does on average}
     *
     * @throws CaptureException if the plan has no {@code stats}; {@code
     *     analysis.profile.HeadProfiles} computes them from a full capture
     */
    public HeadStatistics statistics() {
        return captured.statistics().orElseThrow(() -> lacks("statistics of heads", "stats"));
    }

    private CaptureException lacks(String what, String part) {
        return new CaptureException(
                "this capture holds "
                        + plan
                        + ", and not "
                        + what
                        + "; capture with a model exported so: headlight export CHECKPOINT --out"
                        + " MODEL.onnx --capture "
                        + part);
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

    /**
     * {@return this capture with the reason why its answer ended}
     *
     * @param reason why
     */
    public Attention withFinish(FinishReason reason) {
        return new Attention(
                model, plan, tokens, promptLength, captured, logits, reason, origin, texts);
    }

    /**
     * {@return this capture with where it comes from}
     *
     * @param where model and time
     */
    public Attention withOrigin(Origin where) {
        return new Attention(
                model, plan, tokens, promptLength, captured, logits, finish, where, texts);
    }

    /**
     * {@return this capture with what tokens say that it might have written}
     *
     * @param known texts by id
     */
    public Attention withTexts(Map<Integer, String> known) {
        SortedMap<Integer, String> sorted = Collections.unmodifiableSortedMap(new TreeMap<>(known));
        return new Attention(
                model, plan, tokens, promptLength, captured, logits, finish, origin, sorted);
    }

    /**
     * {@return what the {@link #alternatives} of the answer say, by id, as far as it is known: a
     * capture has no tokenizer}
     */
    public Map<Integer, String> texts() {
        return texts;
    }

    /** {@return where it comes from, as far as it is known} */
    public Origin origin() {
        return origin;
    }

    /** {@return why the answer ended, if there is one and it is known} */
    public Optional<FinishReason> finish() {
        return Optional.ofNullable(finish);
    }

    /**
     * {@return the probability with which the model wrote a generated token, by softmax of its
     * logits}
     *
     * @param generated number of the generated token, from 0
     * @throws CaptureException if its logits were not captured
     */
    public double probability(int generated) {
        int row = logitRow(generated);
        int id = tokens.get(promptLength + generated).id();
        if (id >= logits.vocabulary()) {
            throw new CaptureException(
                    "this capture holds logits of "
                            + logits.vocabulary()
                            + " ids, but wrote the id "
                            + id
                            + "; capture again");
        }
        return Candidates.probability(logits.row(row), id);
    }

    /**
     * {@return the tokens that the model found most probable where it wrote a generated token, the
     * most probable first}
     *
     * @param generated number of the generated token, from 0
     * @param most how many, at most
     * @throws CaptureException if its logits were not captured
     */
    public List<Candidate> alternatives(int generated, int most) {
        return Candidates.top(logits.row(logitRow(generated)), most);
    }

    private int logitRow(int generated) {
        int row =
                writingRow(generated) - (logits == null ? Integer.MAX_VALUE : logits.firstQuery());
        if (row < 0 || row >= logits.rows()) {
            throw new CaptureException(
                    "this capture does not hold the logits that wrote token "
                            + generated
                            + " of its answer; capture it with Headlight");
        }
        return row;
    }

    /** {@return the generated tokens as text} */
    public String answer() {
        return tokens.text(promptLength, tokens.size());
    }

    @Override
    public String toString() {
        return model.architecture() + " attention (" + plan + ") of " + tokens.size() + " tokens";
    }
}
