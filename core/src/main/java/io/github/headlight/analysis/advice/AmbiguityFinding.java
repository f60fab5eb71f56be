package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How repeated words are read.
 *
 * @param repeated how many words stand in the prompt more than once
 * @param words those that receive most, at most 8, the most first
 * @param pairs words and the words beside them, in the instruction and where a word has several
 *     contexts: those with the largest difference, at most 8
 * @param outcome what was found
 */
public record AmbiguityFinding(
        int repeated, List<RepeatedWord> words, List<WordPair> pairs, Outcome outcome)
        implements Finding {
    public AmbiguityFinding {
        words = List.copyOf(words);
        pairs = List.copyOf(pairs);
    }

    @Override
    public Rule rule() {
        return Rule.AMBIGUITY;
    }

    /** {@return the words whose readers split} */
    public List<RepeatedWord> ambiguous() {
        return words.stream().filter(RepeatedWord::ambiguous).toList();
    }

    /** {@return the pairs in which a word draws attention away from its neighbour} */
    public List<WordPair> drawn() {
        return pairs.stream().filter(WordPair::drawn).toList();
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        words.stream()
                .filter(word -> word.split().isPresent())
                .forEach(
                        word -> {
                            String name = Reading.quote(word.word());
                            figures.add(
                                    new Figure(
                                            "ambiguity.lift:" + word.word(),
                                            new Wording(name + ": lift", name + "：倍数"),
                                            OptionalDouble.of(word.received().lift())));
                            figures.add(
                                    new Figure(
                                            "ambiguity.split:" + word.word(),
                                            new Wording(
                                                    name + ": split of its readers",
                                                    name + "：读者的分散度"),
                                            word.split()));
                        });
        return List.copyOf(figures);
    }
}
