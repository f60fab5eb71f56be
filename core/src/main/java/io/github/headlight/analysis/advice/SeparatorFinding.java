package io.github.headlight.analysis.advice;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the parts of the prompt are kept apart, and whether its separators are looked at.
 *
 * @param blocks the blocks of the prompt (by blank lines, headings, lists, rules, messages); empty
 *     if it has fewer than two, or more than 256
 * @param sentences its sentences and lines; empty likewise
 * @param separators what punctuation and line breaks receive, of what is given to all tokens beside
 *     the first and the template's; empty if there are none
 * @param breaks the same for line breaks and rules such as {@code ---} alone
 * @param outcome what was found
 */
public record SeparatorFinding(
        Optional<Partition> blocks,
        Optional<Partition> sentences,
        Optional<Share> separators,
        Optional<Share> breaks,
        Outcome outcome)
        implements Finding {
    @Override
    public Rule rule() {
        return Rule.SEPARATORS;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(
                        "separators.blocks_apart",
                        new Wording("blocks kept apart", "块之间的分隔度"),
                        apart(blocks)),
                new Figure(
                        "separators.sentences_apart",
                        new Wording("sentences kept apart", "句子之间的分隔度"),
                        apart(sentences)),
                Figure.lift(
                        "separators.inside",
                        "inside a sentence: lift",
                        "句内：倍数",
                        sentences.map(Partition::inside)),
                Figure.lift("separators.separators", "separators: lift", "分隔符：倍数", separators),
                Figure.lift("separators.breaks", "line breaks: lift", "换行：倍数", breaks));
    }

    static OptionalDouble apart(Optional<Partition> partition) {
        return partition.map(Partition::apart).orElse(OptionalDouble.empty());
    }
}
