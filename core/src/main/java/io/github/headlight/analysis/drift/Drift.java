package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.token.TokenSequence;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model looked at while it wrote its answer, against the anchors that the answer should rest
 * on. For each written token the row is read that wrote it (the query is the token before it), and
 * the weights are averaged over the heads that carry content.
 *
 * <p>It says where attention went, no more. Attention weights show where information may flow; they
 * are not by themselves an explanation of an answer, and a low weight does not prove an error.
 *
 * @param tokens prompt and answer
 * @param promptLength number of prompt tokens
 * @param anchors what the answer should rest on
 * @param settings the thresholds
 * @param isLowerBound whether the capture keeps only the top keys of each row, so that all weights
 *     are lower bounds
 * @param allHeads how many heads the model has
 * @param contentHeads the heads that carry content; if there are none, all heads were averaged
 * @param steps each written token
 * @param words each word of the answer
 * @param look mean over the tokens of the key words: what the verdict rests on
 * @param layers the same, layer by layer
 * @param heads the heads that looked most at the anchors while the key words were written
 * @param baseline the same heads on another prompt, if there is one
 */
public record Drift(
        TokenSequence tokens,
        int promptLength,
        Anchors anchors,
        DriftSettings settings,
        boolean isLowerBound,
        int allHeads,
        List<ContentHead> contentHeads,
        List<DriftStep> steps,
        List<AnswerWord> words,
        Look look,
        List<LayerLook> layers,
        List<LookingHead> heads,
        Optional<Baseline> baseline) {
    public Drift {
        contentHeads = List.copyOf(contentHeads);
        steps = List.copyOf(steps);
        words = List.copyOf(words);
        layers = List.copyOf(layers);
        heads = List.copyOf(heads);
    }

    /**
     * {@return the diagnosis of a capture with an answer, with the default thresholds}
     *
     * @param attention a full capture, or one of the top keys, with at least one written token
     * @param anchors of its prompt
     */
    public static Drift of(Attention attention, Anchors anchors) {
        return of(attention, anchors, DriftSettings.DEFAULT);
    }

    /**
     * {@return the diagnosis of a capture with an answer}
     *
     * <p>Reads every row of every head once: layers × heads × rows² / 2 weights.
     *
     * @param attention a full capture, or one of the top keys, with at least one written token
     * @param anchors of its prompt
     * @param settings the thresholds
     * @throws io.github.headlight.error.CaptureException if it has no answer, its plan has neither
     *     all keys nor the top keys of all heads, or a row is no attention; the message says where
     * @throws IllegalArgumentException if the anchors are of another prompt
     */
    public static Drift of(Attention attention, Anchors anchors, DriftSettings settings) {
        return new Diagnosis(attention, anchors, settings).diagnose();
    }

    /**
     * {@return this diagnosis beside what the same heads did on another prompt}
     *
     * @param other a capture of the same model with an answer
     * @param otherAnchors of its prompt
     * @throws IllegalArgumentException if it has other layers or heads
     */
    public Drift against(Attention other, Anchors otherAnchors) {
        boolean fits =
                other.model().layers() == layers.size()
                        && other.model().layers() * other.model().heads() == allHeads;
        if (!fits) {
            throw new IllegalArgumentException(
                    "a baseline needs the same layers and heads, expected "
                            + layers.size()
                            + " layers of "
                            + allHeads / layers.size()
                            + " heads, found "
                            + other.model().layers()
                            + " of "
                            + other.model().heads()
                            + " heads; capture both prompts with one model");
        }
        Look there = new Diagnosis(other, otherAnchors, settings).lookOf(contentHeads);
        return new Drift(
                tokens,
                promptLength,
                anchors,
                settings,
                isLowerBound,
                allHeads,
                contentHeads,
                steps,
                words,
                look,
                layers,
                heads,
                Optional.of(new Baseline(otherAnchors, other.answer(), there)));
    }

    /** {@return the verdict on the answer, by the lift of {@link #look} and the thresholds} */
    public Verdict verdict() {
        return Verdict.of(look, settings);
    }

    /**
     * {@return the verdict on one word, by the same thresholds}
     *
     * @param word one of the answer
     */
    public Verdict verdict(AnswerWord word) {
        return Verdict.of(word.look(), settings);
    }

    /** {@return the words that the verdict rests on} */
    public List<AnswerWord> keyWords() {
        return words.stream().filter(AnswerWord::isKey).toList();
    }

    /** {@return the layer with the most weight on the anchors, the first of equal ones} */
    public LayerLook peak() {
        return layers.stream()
                .max(
                        Comparator.comparingDouble(
                                        (LayerLook layer) -> layer.look().masses().anchors())
                                .thenComparing(LayerLook::layer, Comparator.reverseOrder()))
                .orElseThrow();
    }

    /**
     * {@return the layer from which on, up to the last, the anchors get less than an even spread
     * over content would give them; empty if the last layer gives them more, or may do so by keys
     * that the capture does not name}
     */
    public OptionalInt lostFrom() {
        int from = layers.size();
        while (from > 0 && layers.get(from - 1).isBelowEven()) {
            from--;
        }
        return from == layers.size() ? OptionalInt.empty() : OptionalInt.of(from);
    }
}
