package io.github.headlight.renderers.html;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.Pattern;
import io.github.headlight.capture.Measure;
import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a reader should see first, in words: a few findings, each with the head that shows it best.
 *
 * @param list in order of the page
 * @param layer the head to open first
 * @param head see {@code layer}
 * @param query the token to read first
 */
record Findings(List<Finding> list, int layer, int head, int query) {

    /**
     * One finding.
     *
     * @param figure the number or the words to show large
     * @param text a sentence
     * @param layer the head that shows it, -1 if it is about all
     * @param head see {@code layer}
     * @param query the token to read, -1 for the one chosen
     */
    record Finding(String figure, String text, int layer, int head, int query) {}

    static Findings of(PageCapture capture, Survey survey, Bands bands) {
        List<Finding> list = new ArrayList<>();
        int lastRow = capture.queries().size() - 1;
        if (!survey.obstacle().isEmpty()) {
            list.add(new Finding("Unknown", survey.obstacle(), -1, -1, -1));
        }
        sink(capture.queries().size(), survey, list);
        heads(survey, Pattern.PREVIOUS_TOKEN, Measure.PREVIOUS_TOKEN, "the token before", list);
        heads(
                survey,
                Pattern.INDUCTION,
                Measure.INDUCTION,
                "what followed the same token earlier (induction)",
                list);
        int best = strongestLink(survey);
        if (best < 0) {
            return new Findings(list, 0, 0, lastRow);
        }
        int layer = best / capture.heads();
        int head = best % capture.heads();
        LongLink link = survey.links().get(best).orElseThrow();
        list.add(link(capture, link, bands, layer, head));
        return new Findings(list, layer, head, link.query());
    }

    /**
     * The first token's share is a finding only where it is more than even attention would give.
     */
    private static void sink(int rows, Survey survey, List<Finding> list) {
        double mean =
                survey.heads().stream()
                        .mapToDouble(head -> head.measure(Measure.SINK))
                        .average()
                        .orElse(0);
        double even = 0;
        for (int row = 0; row < rows; row++) {
            even += 1.0 / (row + 1) / rows;
        }
        if (mean <= even) {
            return;
        }
        list.add(
                new Finding(
                        Math.round(100 * mean) + " %",
                        "of all attention rests on the first token, where heads look when they"
                                + " need nothing",
                        -1,
                        -1,
                        -1));
    }

    /** How many heads show a pattern, and which one most. */
    private static void heads(
            Survey survey, Pattern pattern, Measure measure, String what, List<Finding> list) {
        List<HeadProfile> found =
                survey.heads().stream().filter(profile -> profile.pattern() == pattern).toList();
        if (found.isEmpty()) {
            return;
        }
        HeadProfile best =
                Collections.max(
                        found, Comparator.comparingDouble(profile -> profile.measure(measure)));
        int count = found.size();
        String text =
                String.format(
                        Locale.ROOT,
                        "%s %s; clearest: layer %d, head %d (%.2f on average)",
                        count == 1 ? "looks at" : "look at",
                        what,
                        best.layer(),
                        best.head(),
                        best.measure(measure));
        list.add(
                new Finding(
                        count == 1 ? "1 head" : count + " heads",
                        text,
                        best.layer(),
                        best.head(),
                        -1));
    }

    private static int strongestLink(Survey survey) {
        int best = -1;
        double strongest = 0;
        for (int i = 0; i < survey.links().size(); i++) {
            double probability = survey.links().get(i).map(LongLink::probability).orElse(0f);
            if (probability > strongest) {
                strongest = probability;
                best = i;
            }
        }
        return best;
    }

    private static Finding link(
            PageCapture capture, LongLink link, Bands bands, int layer, int head) {
        Token query = capture.queries().get(link.query());
        Token key = capture.keys().get(link.key());
        String text =
                String.format(
                        Locale.ROOT,
                        "strongest long link: layer %d, head %d (%s), %d tokens back",
                        layer,
                        head,
                        bands.say(link.probability()),
                        link.query() - link.key());
        return new Finding(
                "“" + TokenText.word(query) + "” → “" + TokenText.word(key) + "”",
                text,
                layer,
                head,
                link.query());
    }
}
