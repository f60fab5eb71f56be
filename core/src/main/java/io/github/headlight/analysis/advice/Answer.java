package io.github.headlight.analysis.advice;

import io.github.headlight.capture.Attention;
import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What the model wrote.
 *
 * @param text as text; empty if it wrote nothing
 * @param tokens in order
 */
public record Answer(String text, List<AnswerToken> tokens) {
    private static final int LIKELY = 32;

    public Answer {
        Objects.requireNonNull(text, "text");
        tokens = List.copyOf(tokens);
    }

    static Answer of(Attention attention) {
        List<AnswerToken> tokens = new ArrayList<>();
        for (int t = 0; t < attention.generatedLength(); t++) {
            boolean known =
                    attention.logits().isPresent()
                            && attention.writingRow(t) >= attention.logits().get().firstQuery();
            Token token = attention.tokens().get(attention.promptLength() + t);
            tokens.add(
                    new AnswerToken(
                            token.id(),
                            token.text(),
                            token.part() == 1 ? token.text() : "",
                            known
                                    ? OptionalDouble.of(attention.probability(t))
                                    : OptionalDouble.empty(),
                            known ? attention.alternatives(t, LIKELY) : List.of()));
        }
        return new Answer(attention.answer(), tokens);
    }

    /**
     * {@return the geometric mean of the probabilities of its tokens; empty if it has none or they
     * are not known}
     */
    public OptionalDouble meanProbability() {
        double sum = 0;
        for (AnswerToken token : tokens) {
            if (token.probability().isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += Math.log(token.probability().getAsDouble());
        }
        return tokens.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.exp(sum / tokens.size()));
    }
}
