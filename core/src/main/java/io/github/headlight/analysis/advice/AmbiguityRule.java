package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Rule 2: a word means one thing. A word is called ambiguous only if it is looked at more than
 * position gives, and each reader splits over its contexts.
 */
final class AmbiguityRule {
    private static final int MOST_CANDIDATES = 256;
    private static final int MOST_REPORTED = 8;

    private final Reading reading;
    private final Thresholds thresholds;

    AmbiguityRule(Reading reading, Thresholds thresholds) {
        this.reading = reading;
        this.thresholds = thresholds;
    }

    /** Measures; the instruction may be null. */
    AmbiguityFinding measure(Instruction instruction) {
        List<Word> words =
                Words.of(reading).stream()
                        .filter(w -> reading.content().in(w.from(), w.to()).length > 0)
                        .toList();
        Map<String, List<Word>> byKey = new LinkedHashMap<>();
        words.forEach(word -> byKey.computeIfAbsent(word.key(), k -> new ArrayList<>()).add(word));
        byKey.values().removeIf(places -> places.size() < 2);
        List<RepeatedWord> measured =
                byKey.entrySet().stream()
                        .limit(MOST_CANDIDATES)
                        .map(e -> RepeatedWord.of(reading, thresholds, e.getKey(), e.getValue()))
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparingDouble(w -> -w.received().share()))
                        .limit(MOST_REPORTED)
                        .toList();
        List<WordPair> pairs = pairs(words, measured, instruction);
        return new AmbiguityFinding(
                byKey.size(), measured, pairs, outcome(byKey.size(), measured, pairs));
    }

    private List<WordPair> pairs(
            List<Word> words, List<RepeatedWord> measured, Instruction instruction) {
        List<String> ambiguous =
                measured.stream()
                        .filter(word -> word.contexts() > 1)
                        .map(RepeatedWord::word)
                        .toList();
        List<WordPair> pairs = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            Word left = words.get(i - 1);
            Word right = words.get(i);
            boolean asked = instruction != null && instruction.segment().holds(left.from());
            boolean repeated = ambiguous.contains(left.key()) || ambiguous.contains(right.key());
            if ((asked || repeated) && adjacent(left, right)) {
                pair(left, right, ambiguous).ifPresent(pairs::add);
            }
        }
        return pairs.stream()
                .sorted(
                        Comparator.comparing((WordPair pair) -> !pair.drawn())
                                .thenComparingDouble(pair -> -pair.ratio()))
                .limit(MOST_REPORTED)
                .toList();
    }

    private boolean adjacent(Word left, Word right) {
        return !left.overlaps(right)
                && !left.key().equals(right.key())
                && reading.text()
                        .text()
                        .substring(left.end(), right.start())
                        .chars()
                        .allMatch(c -> c == ' ');
    }

    private Optional<WordPair> pair(Word left, Word right, List<String> ambiguous) {
        Optional<Share> leftShare = share(left);
        Optional<Share> rightShare = share(right);
        if (leftShare.isEmpty() || rightShare.isEmpty()) {
            return Optional.empty();
        }
        boolean leftMore = leftShare.get().lift() >= rightShare.get().lift();
        Word word = leftMore ? left : right;
        Word neighbour = leftMore ? right : left;
        Share received = (leftMore ? leftShare : rightShare).get();
        Share beside = (leftMore ? rightShare : leftShare).get();
        boolean repeated = ambiguous.contains(word.key());
        boolean drawn =
                repeated
                        && received.lift() >= thresholds.looked()
                        && received.lift() >= thresholds.drawn() * beside.lift();
        return Optional.of(
                new WordPair(
                        word.key(),
                        word.from(),
                        neighbour.key(),
                        neighbour.from(),
                        received,
                        beside,
                        repeated,
                        drawn));
    }

    private Optional<Share> share(Word word) {
        return reading.content()
                .share(reading.answerRows(), reading.content().in(word.from(), word.to()));
    }

    private static Outcome outcome(int repeated, List<RepeatedWord> words, List<WordPair> pairs) {
        if (repeated == 0) {
            return Outcome.notDefined("no content word stands twice", "没有重复出现的内容词");
        }
        if (words.isEmpty()) {
            return Outcome.notDefined(
                    "the rows that write the answer give nothing to content of the prompt",
                    "写回答的行几乎不看提示的内容");
        }
        List<RepeatedWord> split = words.stream().filter(RepeatedWord::ambiguous).toList();
        Optional<WordPair> drawn = pairs.stream().filter(WordPair::drawn).findFirst();
        RepeatedWord first = split.isEmpty() ? words.get(0) : split.get(0);
        Wording finding = counted(repeated, split.size()).and(described(first, split.isEmpty()));
        if (drawn.isPresent()) {
            finding = finding.and(described(drawn.get()));
        }
        return Outcome.of(finding, advice(split, drawn));
    }

    private static Wording counted(int repeated, int split) {
        return Wording.format(
                "repeated words: %1$d, of which readers split over their contexts: %2$d; ",
                "重复的词：%1$d 个，其中读者在上下文之间分散的：%2$d 个；", repeated, split);
    }

    private static Wording described(RepeatedWord word, boolean mostRead) {
        Wording received =
                Wording.format(
                        "%1$s, %3$s, receives %2$.2f times its even share",
                        "%1$s（%4$s）得到均匀份额的 %2$.2f 倍",
                        Reading.quote(word.word()),
                        word.received().lift(),
                        mostRead ? "which receives most" : "first of these",
                        mostRead ? "得到最多" : "后者中的第一个");
        if (word.split().isEmpty()) {
            return received.and(new Wording(", always in one context", "，上下文始终相同"));
        }
        return received.and(
                        Wording.format(
                                ", with a split of %1$.2f over %2$d contexts (",
                                "，在 %2$d 个上下文之间的分散度为 %1$.2f（",
                                word.split().getAsDouble(),
                                word.contexts()))
                .and(contexts(word))
                .and(new Wording(")", "）"));
    }

    private static Wording contexts(RepeatedWord word) {
        Map<String, Double> shares = new LinkedHashMap<>();
        word.uses().forEach(use -> shares.merge(use.context(), use.share(), Double::sum));
        List<String> said =
                shares.entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .limit(3)
                        .map(
                                e ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.2f",
                                                Reading.quote(e.getKey()),
                                                e.getValue()))
                        .toList();
        String all = String.join(", ", said) + (shares.size() > 3 ? ", …" : "");
        return new Wording(all, all);
    }

    private static Wording described(WordPair pair) {
        return Wording.format(
                "; for each token %1$s receives %3$.1f times as much as %2$s beside it",
                "；按每个词元计，%1$s 得到的是旁边 %2$s 的 %3$.1f 倍",
                Reading.quote(pair.word()),
                Reading.quote(pair.neighbour()),
                pair.ratio());
    }

    private static Optional<Wording> advice(List<RepeatedWord> split, Optional<WordPair> drawn) {
        if (!split.isEmpty()) {
            return Optional.of(
                    Wording.format(
                            "if %1$s does not mean the same everywhere, give each meaning a name of"
                                    + " its own; measure it with --rewrite",
                            "如果 %1$s 在各处含义不同，请给每个含义一个独立的名称；用 --rewrite 测量",
                            Reading.quote(split.get(0).word())));
        }
        return drawn.map(
                pair ->
                        Wording.format(
                                "if %2$s says which %1$s is meant, name it by a word that stands for"
                                        + " both; measure it with --rewrite",
                                "如果 %2$s 说明了所指的是哪个 %1$s，请用一个独立的名称代替两者；用 --rewrite 测量",
                                Reading.quote(pair.word()),
                                Reading.quote(pair.neighbour())));
    }
}
