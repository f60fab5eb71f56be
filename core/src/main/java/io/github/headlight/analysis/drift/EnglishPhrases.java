package io.github.headlight.analysis.drift;

import static io.github.headlight.analysis.drift.Phrases.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** English. */
final class EnglishPhrases implements Phrases {
    @Override
    public String contentHeads() {
        return "the content heads";
    }

    @Override
    public String heads() {
        return "the heads";
    }

    @Override
    public String verdict(
            Verdict verdict, String heads, List<String> words, List<String> anchors, Look look) {
        String written = "while writing " + join(words) + " " + heads + " gave ";
        String target = anchors.size() == 1 ? "the anchor " : "the anchors ";
        String given =
                written
                        + target
                        + join(anchors)
                        + " "
                        + figure(look.masses().anchors())
                        + " of their attention";
        return switch (verdict) {
            case ANCHORED -> "anchored: " + given + ", " + times(look);
            case PARTLY -> "partly anchored: " + given + ", " + times(look);
            case DRIFTED -> "drifted: " + given + ", " + times(look);
            case UNDECIDED -> "undecided: " + given + "; this capture does not decide more";
        };
    }

    private static String times(Look look) {
        return figure(look.lift()) + " times what an even spread over content would give";
    }

    @Override
    public String threshold(DriftSettings settings) {
        return "drifted is below "
                + figure(settings.drifted())
                + " times an even spread, anchored is "
                + figure(settings.anchored())
                + " times and more; \"hardly\" and \"looked at\" mean the same of one anchor,"
                + " \"evenly\" what is between";
    }

    @Override
    public String word(
            String word,
            List<String> looked,
            List<String> evenly,
            List<String> hardly,
            List<String> undecided) {
        List<String> parts = new ArrayList<>();
        if (!looked.isEmpty()) {
            parts.add("looked at " + join(looked));
        }
        if (!evenly.isEmpty()) {
            parts.add((looked.isEmpty() ? "looked evenly at " : "evenly at ") + join(evenly));
        }
        if (!hardly.isEmpty()) {
            parts.add((parts.isEmpty() ? "hardly looked at " : "hardly at ") + join(hardly));
        }
        if (!undecided.isEmpty()) {
            parts.add(
                    (parts.isEmpty() ? "gave an undecided share to " : "an undecided share to ")
                            + join(undecided));
        }
        return "while writing " + word + " the model " + join(parts);
    }

    @Override
    public String nothing(String word) {
        return "while writing " + word + " the model gave no content any weight";
    }

    @Override
    public String layers(LayerLook peak, OptionalInt lostFrom) {
        String most =
                "layer "
                        + peak.layer()
                        + " looked most at the anchors ("
                        + figure(peak.look().masses().anchors())
                        + "; an even spread gives "
                        + figure(peak.look().evenMass())
                        + ")";
        if (lostFrom.isEmpty()) {
            return most + "; the last layer still gives them no less than an even spread";
        }
        return most + lost(lostFrom.getAsInt());
    }

    @Override
    public String layersByTopKeys(LayerLook peak, OptionalInt lostFrom) {
        String most =
                "by the top keys layer "
                        + peak.layer()
                        + " looked most at the anchors ("
                        + figure(peak.look().masses().anchors())
                        + " or more; an even spread gives at most "
                        + figure(peak.look().evenMass())
                        + ")";
        return lostFrom.isEmpty() ? most : most + lost(lostFrom.getAsInt());
    }

    private static String lost(int from) {
        return from == 0
                ? "; every layer gives them less than an even spread"
                : "; from layer " + from + " on they get less than an even spread";
    }

    @Override
    public String head(LookingHead head, String key) {
        return "layer "
                + head.layer()
                + " head "
                + head.head()
                + (head.isContent() ? "" : ", no content head")
                + " ("
                + figure(head.anchors())
                + ", most at "
                + key
                + " with "
                + figure(head.keyWeight())
                + ")";
    }

    @Override
    public String heads(List<String> heads) {
        return "heads that did look: " + String.join("; ", heads);
    }

    @Override
    public String noHeads() {
        return "no head looked at the anchors";
    }

    @Override
    public String baseline(Baseline baseline) {
        return "on the other prompt the same heads gave its anchors "
                + figure(baseline.look().masses().anchors())
                + " of their attention, "
                + times(baseline.look());
    }

    @Override
    public String partly(String anchor, List<String> tokens) {
        return anchor + " is only part of " + join(tokens) + ", whose weight cannot be told apart";
    }

    @Override
    public String shared(List<String> anchors, String token) {
        return join(anchors)
                + " share the token "
                + token
                + ": each is given its whole weight, the sum counts it once";
    }

    @Override
    public String atSink(String anchor) {
        return anchor
                + " begins the sequence; what the first token gets is counted as the sink and not"
                + " for it";
    }

    @Override
    public String fromQuestion() {
        return "the anchors are the content words of the question; name other words to ask whether"
                + " the answer rests on them";
    }

    @Override
    public String contentHeads(int number, int all, double threshold) {
        return "averaged over the content heads: "
                + number
                + " of "
                + all
                + " heads give content at least "
                + figure(threshold)
                + " of their attention";
    }

    @Override
    public String allHeads(double threshold) {
        return "no head gives content "
                + figure(threshold)
                + " of its attention, so all heads were averaged";
    }

    @Override
    public String lowerBounds() {
        return "the capture holds only the top keys of each row, so every weight is a lower"
                + " bound, and more heads may be content heads";
    }

    @Override
    public String noExplanation() {
        return "attention shows where information may flow; by itself it does not explain an"
                + " answer";
    }

    private static String join(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
}
