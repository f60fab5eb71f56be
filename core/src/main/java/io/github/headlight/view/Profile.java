package io.github.headlight.view;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.language.Language;

import java.util.List;

/**
 * A number for each head as a coloured cell: layers down, heads across.
 *
 * @param title plain text
 * @param quantity what the numbers are, with their unit: {@code entropy (nats)}
 * @param values {@code [layer, head]}, 0 or more but for rounding, NaN where not defined
 * @param top what the end of the colour ramp stands for: 1 for shares
 * @param kvHeads number of KV heads, which share neighbouring heads among them
 * @param names what each head is called, layer after layer, or empty
 */
public record Profile(
        String title,
        String quantity,
        HeadValues values,
        double top,
        int kvHeads,
        List<String> names)
        implements AttentionView {

    /** The most characters of a head's name: a picture repeats it in tooltips. */
    public static final int MOST_CHARACTERS = 10_000;

    /** What is this little below 0 is rounding: an entropy of weights that sum to 1.0001. */
    private static final double LEAST = -0.001;

    public Profile {
        names = List.copyOf(names);
        names.forEach(Profile::requireShort);
        for (int layer = 0; layer < values.layers(); layer++) {
            for (int head = 0; head < values.heads(); head++) {
                double value = values.get(layer, head);
                if (value < LEAST || Double.isInfinite(value)) {
                    throw new IllegalArgumentException(
                            "layer "
                                    + layer
                                    + ", head "
                                    + head
                                    + ": expected a number from 0 on, or NaN for none, found "
                                    + value);
                }
            }
        }
        if (kvHeads < 1 || values.heads() % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "KV heads: expected a divisor of "
                            + values.heads()
                            + " heads, found "
                            + kvHeads);
        }
        if (!names.isEmpty() && names.size() != values.layers() * values.heads()) {
            throw new IllegalArgumentException(
                    "names: expected one a head or none, found " + names.size());
        }
        if (!(top > 0 && top < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("top: expected a number above 0, found " + top);
        }
    }

    /**
     * {@return what a measure is in each head}
     *
     * @param statistics of all heads
     * @param measure which
     * @param kvHeads number of KV heads
     * @param language of the words
     */
    public static Profile of(
            HeadStatistics statistics, Measure measure, int kvHeads, Language language) {
        HeadValues values =
                new HeadValues(
                        statistics.layers(),
                        statistics.heads(),
                        i ->
                                statistics.get(
                                        i / statistics.heads(), i % statistics.heads(), measure));
        double largest = values.max();
        return new Profile(
                MeasureName.of(measure, language),
                MeasureName.quantity(measure, language),
                values,
                MeasureName.isShare(measure) || !(largest > 0) ? 1 : largest,
                kvHeads,
                List.of());
    }

    /**
     * {@return what each head is called, with its score}
     *
     * @param profiles of all heads
     * @param kvHeads number of KV heads
     * @param language of the words
     */
    public static Profile of(HeadProfiles profiles, int kvHeads, Language language) {
        boolean chinese = language == Language.ZH;
        HeadStatistics statistics = profiles.statistics();
        HeadValues scores =
                new HeadValues(
                        statistics.layers(),
                        statistics.heads(),
                        i -> profiles.heads().get(i).label().score());
        return new Profile(
                chinese ? "各头的模式" : "Patterns of heads",
                chinese ? "模式的分数" : "score of the pattern",
                scores,
                1,
                kvHeads,
                profiles.heads().stream()
                        .map(head -> head.pattern().key().replace('_', ' '))
                        .toList());
    }

    private static void requireShort(String name) {
        if (name.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "names: expected at most "
                            + MOST_CHARACTERS
                            + " characters, found "
                            + name.length());
        }
    }

    @Override
    public String kind() {
        return "profile";
    }
}
