package io.github.headlight.analysis.advice;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Whether the answer changed when the prompt was rewritten. Answers are compared token by token: up
 * to the first difference both prompts were answered by the same words, so the probabilities there
 * are of the same choice.
 *
 * @param before what the first prompt was answered
 * @param after what the second was
 * @param first number of the first token that differs, -1 if none does; where one answer ends, the
 *     length of the other's common part
 * @param common the text before the first difference
 * @param removed what only the first answer has, between the common start and the common end
 * @param added what only the second has
 * @param firstBefore how probable the first answer's token was at the first difference, by prompt
 * @param firstAfter how probable the second answer's token was there, by prompt
 */
public record AnswerChange(
        Answer before,
        Answer after,
        int first,
        String common,
        String removed,
        String added,
        Choice firstBefore,
        Choice firstAfter) {

    /**
     * How probable a token was under each prompt.
     *
     * @param text the token; empty if the answer had ended
     * @param before under the first prompt; empty if not known
     * @param after under the second
     */
    public record Choice(String text, OptionalDouble before, OptionalDouble after) {
        private static final Choice NONE =
                new Choice("", OptionalDouble.empty(), OptionalDouble.empty());
    }

    public AnswerChange {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    static AnswerChange of(Answer before, Answer after) {
        List<AnswerToken> left = before.tokens();
        List<AnswerToken> right = after.tokens();
        int shorter = Math.min(left.size(), right.size());
        int start = 0;
        while (start < shorter && left.get(start).id() == right.get(start).id()) {
            start++;
        }
        if (start == left.size() && start == right.size()) {
            return new AnswerChange(
                    before, after, -1, before.text(), "", "", Choice.NONE, Choice.NONE);
        }
        int end = 0;
        while (end < shorter - start
                && left.get(left.size() - 1 - end).id() == right.get(right.size() - 1 - end).id()) {
            end++;
        }
        return new AnswerChange(
                before,
                after,
                start,
                text(left, 0, start),
                text(left, start, left.size() - end),
                text(right, start, right.size() - end),
                choice(left, left, right, start),
                choice(right, left, right, start));
    }

    private static Choice choice(
            List<AnswerToken> chosen, List<AnswerToken> left, List<AnswerToken> right, int at) {
        if (at >= chosen.size()) {
            return Choice.NONE;
        }
        int id = chosen.get(at).id();
        return new Choice(
                chosen.get(at).text(), probability(left, at, id), probability(right, at, id));
    }

    private static OptionalDouble probability(List<AnswerToken> tokens, int at, int id) {
        return at < tokens.size() ? tokens.get(at).probabilityOf(id) : OptionalDouble.empty();
    }

    private static String text(List<AnswerToken> tokens, int from, int to) {
        StringBuilder text = new StringBuilder();
        tokens.subList(from, to).forEach(token -> text.append(token.piece()));
        return text.toString();
    }

    /** {@return whether the answers differ} */
    public boolean changed() {
        return first >= 0;
    }
}
