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
 * @param values {@code [layer, head]}, 0 or more, NaN where not defined
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

    public Profile {
        names = List.copyOf(names);
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

    @Override
    public String kind() {
        return "profile";
    }
}
