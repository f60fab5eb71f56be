package io.github.headlight.analysis.advice;

import io.github.headlight.generation.Candidate;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A token of an answer.
 *
 * @param id its id
 * @param text its text; for a part of a split character the whole character
 * @param piece what it adds to the answer: its text, or nothing for later parts of a character
 * @param probability with which the model wrote it; empty if the capture holds no logits of it
 * @param likely the tokens that were most probable there; empty likewise
 */
public record AnswerToken(
        int id, String text, String piece, OptionalDouble probability, List<Candidate> likely) {
    public AnswerToken {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(piece, "piece");
        likely = List.copyOf(likely);
    }

    /**
     * {@return how probable a token was here; empty if that is not known: it is not among the
     * likely ones}
     *
     * @param token id
     */
    public OptionalDouble probabilityOf(int token) {
        return token == id
                ? probability
                : likely.stream()
                        .filter(candidate -> candidate.id() == token)
                        .mapToDouble(Candidate::probability)
                        .findFirst();
    }
}
