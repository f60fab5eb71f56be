package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A word that stands in a prompt more than once, and how the rows that write the answer read it.
 *
 * @param word in lower case
 * @param uses its places, in order
 * @param received what all its places receive together
 * @param split how evenly one reader spreads over its contexts: the entropy of what each row gives
 *     to them, divided by ln(contexts), averaged over rows by what they give; 0 for one context to
 *     1 for all alike; empty if it has only one context
 * @param ambiguous whether it is looked at, and its readers split
 */
public record RepeatedWord(
        String word, List<Use> uses, Share received, OptionalDouble split, boolean ambiguous) {

    /**
     * A place of the word.
     *
     * @param from first token that holds some of it
     * @param to last token, exclusive
     * @param text those tokens as text, which may hold more than the word
     * @param context what stands right before and behind it; equal contexts are one
     * @param share its part of what the word receives, 0 to 1
     */
    public record Use(int from, int to, String text, String context, double share) {}

    public RepeatedWord {
        Objects.requireNonNull(word, "word");
        Objects.requireNonNull(received, "received");
        uses = List.copyOf(uses);
    }

    /** {@return the number of different contexts} */
    public int contexts() {
        return (int) uses.stream().map(Use::context).distinct().count();
    }

    static Optional<RepeatedWord> of(
            Reading reading, Thresholds thresholds, String key, List<Word> places) {
        Scope content = reading.content();
        int[] rows = reading.answerRows();
        int[] keys =
                places.stream()
                        .flatMapToInt(w -> Arrays.stream(content.in(w.from(), w.to())))
                        .distinct()
                        .sorted()
                        .toArray();
        Optional<Share> received = content.share(rows, keys);
        if (received.isEmpty()) {
            return Optional.empty();
        }
        List<String> contexts = places.stream().map(w -> context(reading, w)).toList();
        double[][] mass = new double[rows.length][places.size()];
        double total = 0;
        for (int p = 0; p < places.size(); p++) {
            for (int token : content.in(places.get(p).from(), places.get(p).to())) {
                for (int r = 0; r < rows.length; r++) {
                    mass[r][p] += reading.map().at(rows[r], token);
                    total += reading.map().at(rows[r], token);
                }
            }
        }
        List<Use> uses = new ArrayList<>();
        for (int p = 0; p < places.size(); p++) {
            double sum = 0;
            for (double[] row : mass) {
                sum += row[p];
            }
            Word word = places.get(p);
            uses.add(
                    new Use(
                            word.from(),
                            word.to(),
                            reading.tokens().text(word.from(), word.to()),
                            contexts.get(p),
                            total == 0 ? 0 : sum / total));
        }
        OptionalDouble split = split(mass, contexts);
        boolean ambiguous =
                received.get().lift() >= thresholds.looked()
                        && split.isPresent()
                        && split.getAsDouble() >= thresholds.split();
        return Optional.of(new RepeatedWord(key, uses, received.get(), split, ambiguous));
    }

    private static String context(Reading reading, Word word) {
        return Words.context(reading.text().text(), word.start(), word.end());
    }

    private static OptionalDouble split(double[][] mass, List<String> contexts) {
        List<String> distinct = contexts.stream().distinct().toList();
        if (distinct.size() < 2) {
            return OptionalDouble.empty();
        }
        double entropy = 0;
        double total = 0;
        for (double[] row : mass) {
            double[] parts = new double[distinct.size()];
            double sum = 0;
            for (int p = 0; p < row.length; p++) {
                parts[distinct.indexOf(contexts.get(p))] += row[p];
                sum += row[p];
            }
            total += sum;
            for (double part : parts) {
                entropy -= part > 0 ? part * Math.log(part / sum) : 0;
            }
        }
        return total == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(entropy / total / Math.log(distinct.size()));
    }
}
