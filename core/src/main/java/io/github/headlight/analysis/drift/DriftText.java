package io.github.headlight.analysis.drift;

import io.github.headlight.error.Excerpt;
import io.github.headlight.token.TokenSequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A diagnosis in words, each with its figure, and never more than was measured. Texts of the prompt
 * and the answer are quoted as they are; what shows them on a terminal makes them harmless.
 */
public final class DriftText {
    private static final int MOST_WORDS = 8;
    private static final int MOST_CHARACTERS = 40;

    private final Drift drift;
    private final Phrases phrases;

    private DriftText(Drift drift, Phrases phrases) {
        this.drift = drift;
        this.phrases = phrases;
    }

    /**
     * {@return a diagnosis in words}
     *
     * @param drift the diagnosis
     * @param language of the sentences
     */
    public static DriftText of(Drift drift, Language language) {
        return new DriftText(drift, language.phrases());
    }

    /** {@return the verdict with its figures} */
    public String verdict() {
        List<String> words = drift.keyWords().stream().map(word -> quoted(word.text())).toList();
        List<String> anchors =
                drift.anchors().list().stream().map(anchor -> quoted(anchor.text())).toList();
        return phrases.verdict(
                drift.verdict(),
                drift.contentHeads().isEmpty() ? phrases.heads() : phrases.contentHeads(),
                cut(words),
                cut(anchors),
                drift.look());
    }

    /** {@return what the verdict's words mean} */
    public String threshold() {
        return phrases.threshold(drift.settings());
    }

    /**
     * {@return what the model looked at while it wrote a word}
     *
     * @param word one of the diagnosis
     */
    public String word(AnswerWord word) {
        List<String> looked = new ArrayList<>();
        List<String> evenly = new ArrayList<>();
        List<String> hardly = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        for (int a : byMass(word.look())) {
            Look look = word.look();
            if (Double.isNaN(look.lift(a))) {
                continue;
            }
            List<String> group =
                    switch (Verdict.of(look.lift(a), look.liftAtMost(a), drift.settings())) {
                        case ANCHORED -> looked;
                        case PARTLY -> evenly;
                        case DRIFTED -> hardly;
                        case UNDECIDED -> undecided;
                    };
            group.add(
                    Phrases.figure(
                            quoted(drift.anchors().list().get(a).text()),
                            look.anchorMasses().get(a)));
        }
        return looked.isEmpty() && evenly.isEmpty() && hardly.isEmpty() && undecided.isEmpty()
                ? phrases.nothing(quoted(word.text()))
                : phrases.word(quoted(word.text()), looked, evenly, hardly, undecided);
    }

    /**
     * {@return which layer looked most at the anchors, and which lost them; in a capture of the top
     * keys, which one does so by those keys}
     */
    public String layers() {
        return drift.isLowerBound()
                ? phrases.layersByTopKeys(drift.peak(), drift.lostFrom())
                : phrases.layers(drift.peak(), drift.lostFrom());
    }

    /** {@return which heads looked most at the anchors} */
    public String heads() {
        List<String> heads =
                drift.heads().stream()
                        .map(
                                head ->
                                        phrases.head(
                                                head,
                                                quoted(drift.tokens().get(head.key()).label())))
                        .toList();
        return heads.isEmpty() ? phrases.noHeads() : phrases.heads(heads);
    }

    /**
     * {@return what to bear in mind: the other prompt, where the anchors are from, tokens that
     * cannot be told apart, what was averaged, and that attention is no explanation}
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        drift.baseline().ifPresent(baseline -> notes.add(phrases.baseline(baseline)));
        if (drift.anchors().isFromQuestion()) {
            notes.add(phrases.fromQuestion());
        }
        TokenSequence tokens = drift.tokens();
        Map<Integer, List<String>> users = new TreeMap<>();
        for (Anchor anchor : drift.anchors().list()) {
            List<String> partly =
                    Arrays.stream(anchor.partly())
                            .mapToObj(token -> quoted(tokens.get(token).label()))
                            .distinct()
                            .toList();
            if (!partly.isEmpty()) {
                notes.add(phrases.partly(quoted(anchor.text()), cut(partly)));
            }
            for (int token : anchor.tokens()) {
                users.computeIfAbsent(token, unused -> new ArrayList<>())
                        .add(quoted(anchor.text()));
            }
        }
        users.entrySet().stream()
                .filter(use -> use.getValue().size() > 1)
                .map(use -> phrases.shared(use.getValue(), label(use.getKey())))
                .distinct()
                .forEach(notes::add);
        users.getOrDefault(0, List.of()).forEach(anchor -> notes.add(phrases.atSink(anchor)));
        double threshold = drift.settings().contentHead();
        int content = drift.contentHeads().size();
        notes.add(
                content == 0
                        ? phrases.allHeads(threshold)
                        : phrases.contentHeads(content, drift.allHeads(), threshold));
        if (drift.isLowerBound()) {
            notes.add(phrases.lowerBounds());
        }
        notes.add(phrases.noExplanation());
        return notes;
    }

    private String label(int token) {
        return quoted(drift.tokens().get(token).label());
    }

    private static int[] byMass(Look look) {
        return IntStream.range(0, look.anchorMasses().size())
                .boxed()
                .sorted(
                        (a, b) ->
                                Double.compare(
                                        look.anchorMasses().get(b), look.anchorMasses().get(a)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static List<String> cut(List<String> texts) {
        if (texts.size() <= MOST_WORDS) {
            return texts;
        }
        List<String> most = new ArrayList<>(texts.subList(0, MOST_WORDS - 1));
        most.add("…");
        return most;
    }

    private static String quoted(String text) {
        return "“" + Excerpt.of(text, MOST_CHARACTERS) + "”";
    }
}
