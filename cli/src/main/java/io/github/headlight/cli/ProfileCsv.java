package io.github.headlight.cli;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.analysis.profile.HeadSummary;
import io.github.headlight.analysis.profile.MeasureSummary;
import io.github.headlight.analysis.profile.PatternLabel;
import io.github.headlight.analysis.profile.ProfileSum;
import io.github.headlight.capture.Measure;

import java.util.ArrayList;
import java.util.List;

/** Head profiles as a table: a line for each head. What is not defined is empty. */
final class ProfileCsv {
    private static final List<String> START =
            List.of("layer", "head", "kv_head", "pattern", "score");

    private ProfileCsv() {}

    static String of(HeadProfiles profiles) {
        List<String> header = new ArrayList<>(START);
        for (Measure measure : Measure.values()) {
            header.add(measure.key());
        }
        header.addAll(List.of("top_key", "top_key_mass"));
        StringBuilder csv = new StringBuilder();
        add(csv, header);
        for (HeadProfile profile : profiles.heads()) {
            List<String> line =
                    start(profile.layer(), profile.head(), profile.kvHead(), profile.label());
            for (Measure measure : Measure.values()) {
                line.add(number(profile.measure(measure)));
            }
            line.add(profile.topKey().map(key -> Integer.toString(key.index())).orElse(""));
            line.add(profile.topKey().map(key -> number(key.mass())).orElse(""));
            add(csv, line);
        }
        return csv.toString();
    }

    /** Over many prompts. */
    static String of(ProfileSum sum) {
        List<String> header = new ArrayList<>(START);
        header.add("prompts_with_pattern");
        for (Measure measure : Measure.values()) {
            for (String what : List.of("", "_deviation", "_low", "_high")) {
                header.add(measure.key() + what);
            }
        }
        StringBuilder csv = new StringBuilder();
        add(csv, header);
        for (HeadSummary summary : sum.summaries()) {
            List<String> line =
                    start(summary.layer(), summary.head(), summary.kvHead(), summary.label());
            int prompts = summary.labels().getOrDefault(summary.label().pattern(), 0);
            line.add(Integer.toString(prompts));
            for (MeasureSummary measure : summary.measures().values()) {
                line.add(number(measure.mean()));
                line.add(number(measure.deviation()));
                line.add(number(measure.low()));
                line.add(number(measure.high()));
            }
            add(csv, line);
        }
        return csv.toString();
    }

    private static List<String> start(int layer, int head, int kvHead, PatternLabel label) {
        return new ArrayList<>(
                List.of(
                        Integer.toString(layer),
                        Integer.toString(head),
                        Integer.toString(kvHead),
                        label.pattern().key(),
                        number(label.score())));
    }

    private static void add(StringBuilder csv, List<String> line) {
        csv.append(String.join(",", line)).append('\n');
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Float.toString((float) value) : "";
    }
}
