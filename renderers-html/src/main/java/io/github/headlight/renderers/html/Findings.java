package io.github.headlight.renderers.html;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.Pattern;
import io.github.headlight.capture.Measure;
import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a reader should see first, in words: a few findings, each with the head that shows it best.
 *
 * @param list in order of the page
 * @param layer the head to open first
 * @param head see {@code layer}; the number of heads stands for their mean
 * @param query the token or block to read first
 */
record Findings(List<Finding> list, int layer, int head, int query) {
    /** More would push the map from the first screen. */
    private static final int MOST_PATTERNS = 3;

    /** Patterns that are worth a sentence, the most telling first. */
    private static final List<Shown> PATTERNS =
            List.of(
                    new Shown(
                            Pattern.INDUCTION,
                            new Phrase("what came next last time (induction)", "上次接下来的内容（归纳）")),
                    new Shown(Pattern.PREVIOUS_TOKEN, new Phrase("the token before", "前一个词元")),
                    new Shown(
                            Pattern.REPEATED_REFERENCE,
                            new Phrase("one earlier word, again and again", "同一个先前的词，反复回看")),
                    new Shown(
                            Pattern.DUPLICATE_TOKEN,
                            new Phrase("earlier copies of the token", "先前相同的词元")),
                    new Shown(
                            Pattern.SEPARATOR, new Phrase("punctuation and line breaks", "标点与换行")),
                    new Shown(
                            Pattern.GLOBAL_FOCUS,
                            new Phrase("the same few keys, always", "总是同样的少数几个键")),
                    new Shown(Pattern.LOCAL_WINDOW, new Phrase("the last eight tokens", "最近的八个词元")),
                    new Shown(
                            Pattern.POSITION_BIAS,
                            new Phrase("the last tenth of the text", "文本最后的十分之一")));

    private record Shown(Pattern pattern, Phrase what) {}

    /**
     * One finding.
     *
     * @param figure the number or the words to show large
     * @param text a sentence
     * @param layer the head that shows it, -1 if it is about all
     * @param head see {@code layer}
     * @param query the token to read, -1 for the one chosen
     */
    record Finding(Phrase figure, Phrase text, int layer, int head, int query) {
        static Finding ofAll(Phrase figure, Phrase text) {
            return new Finding(figure, text, -1, -1, -1);
        }
    }

    static Findings of(PageCapture capture, Survey survey, Bands bands) {
        List<Finding> list = new ArrayList<>();
        if (!survey.obstacle().isEmpty()) {
            list.add(Finding.ofAll(new Phrase("Unknown", "未知"), Phrase.same(survey.obstacle())));
        }
        Optional<Integer> best = strongestLink(survey);
        best.ifPresent(i -> list.add(link(capture, survey, bands, i)));
        PATTERNS.stream()
                .flatMap(shown -> heads(survey, shown).stream())
                .limit(MOST_PATTERNS)
                .forEach(list::add);
        sink(survey).ifPresent(list::add);
        if (best.isPresent()) {
            int layer = best.get() / capture.heads();
            int head = best.get() % capture.heads();
            LongLink link = survey.links().get(best.get()).orElseThrow();
            return new Findings(list, layer, head, link.query());
        }
        int slot = firstSlot(capture.matrices());
        int columns = capture.matrices().columns();
        return new Findings(list, slot / columns, slot % columns, capture.rows() - 1);
    }

    /** The first matrix that was captured. */
    private static int firstSlot(CaptureMatrices matrices) {
        return IntStream.range(0, matrices.layerSlots())
                .filter(slot -> matrices.at(slot).isPresent())
                .findFirst()
                .orElse(0);
    }

    /**
     * The first token's share is a finding only where it is more than even attention would give.
     */
    private static Optional<Finding> sink(Survey survey) {
        double mean =
                survey.heads().stream()
                        .mapToDouble(head -> head.measure(Measure.SINK))
                        .average()
                        .orElse(0);
        if (!(mean > survey.evenSink())) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.ofAll(
                        Phrase.same(Math.round(100 * mean) + " %"),
                        new Phrase(
                                "of attention rests on the first token: heads that need nothing",
                                "的注意力停在首词元上：头无所需时看向那里")));
    }

    /** How many heads show a pattern, and which one most. */
    private static Optional<Finding> heads(Survey survey, Shown shown) {
        List<HeadProfile> found =
                survey.heads().stream()
                        .filter(profile -> profile.pattern() == shown.pattern())
                        .toList();
        return found.stream()
                .max(Comparator.comparingDouble(profile -> profile.label().score()))
                .map(
                        best -> {
                            int count = found.size();
                            String where =
                                    String.format(
                                            Locale.ROOT,
                                            "%d.%d (%.2f)",
                                            best.layer(),
                                            best.head(),
                                            best.label().score());
                            Phrase figure =
                                    new Phrase(
                                            count == 1 ? "1 head" : count + " heads",
                                            count + " 个头");
                            Phrase text =
                                    new Phrase(
                                            (count == 1 ? "looks at " : "look at ")
                                                    + shown.what().en()
                                                    + "; clearest: "
                                                    + where,
                                            "看向" + shown.what().zh() + "；最明显：" + where);
                            return new Finding(figure, text, best.layer(), best.head(), -1);
                        });
    }

    private static Optional<Integer> strongestLink(Survey survey) {
        return IntStream.range(0, survey.links().size())
                .filter(i -> probability(survey, i) > 0)
                .boxed()
                .max(
                        Comparator.comparingDouble((Integer i) -> probability(survey, i))
                                .thenComparing(Comparator.reverseOrder()));
    }

    private static double probability(Survey survey, int head) {
        return survey.links().get(head).map(LongLink::probability).orElse(0f);
    }

    private static Finding link(PageCapture capture, Survey survey, Bands bands, int index) {
        int layer = index / capture.heads();
        int head = index % capture.heads();
        LongLink link = survey.links().get(index).orElseThrow();
        Token query = capture.queries().get(link.query());
        Token key = capture.keys().get(link.key());
        int away = Math.abs(link.query() - link.key());
        boolean back = link.key() < link.query();
        String where =
                String.format(
                        Locale.ROOT, "%d.%d (%s)", layer, head, bands.say(link.probability()));
        return new Finding(
                Phrase.same("“" + TokenText.word(query) + "” → “" + TokenText.word(key) + "”"),
                new Phrase(
                        "strongest long link: "
                                + where
                                + ", "
                                + away
                                + (back ? " tokens back" : " tokens ahead"),
                        "最强的远距离连接：" + where + (back ? "，往回 " : "，往前 ") + away + " 个词元"),
                layer,
                head,
                link.query());
    }
}
