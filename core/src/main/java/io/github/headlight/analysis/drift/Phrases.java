package io.github.headlight.analysis.drift;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The sentences of a diagnosis in one language; what goes into them is measured elsewhere. */
interface Phrases {
    /** A number with two places; the same in all languages. */
    static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** A text with its figure. */
    static String figure(String text, double value) {
        return text + " (" + figure(value) + ")";
    }

    /** The heads averaged over, where there are content heads. */
    String contentHeads();

    /** The heads averaged over, where there are none. */
    String heads();

    String verdict(
            Verdict verdict, String heads, List<String> words, List<String> anchors, Look look);

    String threshold(DriftSettings settings);

    /**
     * Anchors with their figures, in groups that may be empty, not all of them; the last is of
     * anchors whose group depends on keys that the capture does not name.
     */
    String word(
            String word,
            List<String> looked,
            List<String> evenly,
            List<String> hardly,
            List<String> undecided);

    String nothing(String word);

    String layers(LayerLook peak, OptionalInt lostFrom);

    /** The same of a capture of the top keys, whose last layer may or may not have lost them. */
    String layersByTopKeys(LayerLook peak, OptionalInt lostFrom);

    String head(LookingHead head, String key);

    String heads(List<String> heads);

    String noHeads();

    String baseline(Baseline baseline);

    String partly(String anchor, List<String> tokens);

    String shared(List<String> anchors, String token);

    String atSink(String anchor);

    String fromQuestion();

    String contentHeads(int number, int all, double threshold);

    String allHeads(double threshold);

    String lowerBounds();

    String noExplanation();
}
