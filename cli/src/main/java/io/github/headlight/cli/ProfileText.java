package io.github.headlight.cli;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.analysis.profile.HeadSummary;
import io.github.headlight.analysis.profile.Pattern;
import io.github.headlight.analysis.profile.PatternLabel;
import io.github.headlight.analysis.profile.ProfileSum;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Measure;
import io.github.headlight.model.ModelSpec;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Head profiles for people: first what was found, then a line for each head. */
final class ProfileText {
    private static final int CLEAREST = 3;

    /** The measures that are shown, with the heading of their column. */
    private static final List<Map.Entry<String, Measure>> COLUMNS =
            List.of(
                    Map.entry("entropy", Measure.ENTROPY_NORMALIZED),
                    Map.entry("sink", Measure.SINK),
                    Map.entry("previous", Measure.PREVIOUS_TOKEN),
                    Map.entry("duplicate", Measure.DUPLICATE_TOKEN),
                    Map.entry("induction", Measure.INDUCTION),
                    Map.entry("window", Measure.LOCAL_WINDOW),
                    Map.entry("focus", Measure.GLOBAL_FOCUS),
                    Map.entry("reference", Measure.REPEATED_REFERENCE),
                    Map.entry("separator", Measure.SEPARATOR));

    private ProfileText() {}

    /** A head, as far as the findings need it. */
    private record Labelled(int layer, int head, PatternLabel label) {}

    static String of(Attention attention, HeadProfiles profiles) {
        List<HeadProfile> heads = profiles.heads();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println(Summary.of(attention));
        printFindings(
                out,
                heads.stream()
                        .map(head -> new Labelled(head.layer(), head.head(), head.label()))
                        .toList());
        printUndefined(out, attention.model(), measure -> profiles.rows(measure));
        out.println();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = header();
        header.add("most attended");
        rows.add(header);
        for (HeadProfile head : heads) {
            List<String> row = row(head.layer(), head.head(), head.label(), head::measure);
            row.add(
                    head.topKey()
                            .map(key -> number(key.mass()) + " " + label(attention, key.index()))
                            .orElse("-"));
            rows.add(row);
        }
        Table.print(out, rows);
        return text.toString();
    }

    /** Over many prompts. */
    static String of(ModelSpec model, ProfileSum sum) {
        List<HeadSummary> heads = sum.summaries();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println(sum.prompts() + " prompts, " + Summary.of(model));
        printFindings(
                out,
                heads.stream()
                        .map(head -> new Labelled(head.layer(), head.head(), head.label()))
                        .toList());
        printUndefined(out, model, measure -> heads.get(0).measures().get(measure).prompts());
        out.println();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = header();
        header.add("prompts with it");
        rows.add(header);
        for (HeadSummary head : heads) {
            List<String> row =
                    row(
                            head.layer(),
                            head.head(),
                            head.label(),
                            measure -> head.measures().get(measure).mean());
            row.add(head.labels().getOrDefault(head.label().pattern(), 0) + " of " + sum.prompts());
            rows.add(row);
        }
        Table.print(out, rows);
        return text.toString();
    }

    private static void printFindings(PrintWriter out, List<Labelled> heads) {
        Map<Pattern, List<Labelled>> byPattern =
                heads.stream().collect(Collectors.groupingBy(head -> head.label().pattern()));
        byPattern.entrySet().stream()
                .sorted(
                        Comparator.comparingInt(
                                        (Map.Entry<Pattern, List<Labelled>> e) ->
                                                -e.getValue().size())
                                .thenComparing(Map.Entry::getKey))
                .forEach(entry -> out.println(finding(entry.getKey(), entry.getValue())));
    }

    private static String finding(Pattern pattern, List<Labelled> heads) {
        String count = heads.size() + (heads.size() == 1 ? " head: " : " heads: ") + pattern.key();
        if (pattern == Pattern.MIXED) {
            return count + ", nothing that can be told from chance, or several things";
        }
        return heads.stream()
                .sorted(Comparator.comparingDouble(head -> -head.label().score()))
                .limit(CLEAREST)
                .map(
                        head ->
                                head.layer()
                                        + "."
                                        + head.head()
                                        + " ("
                                        + number(head.label().score())
                                        + ")")
                .collect(Collectors.joining(", ", count + "; clearest: ", ""));
    }

    private static void printUndefined(
            PrintWriter out, ModelSpec model, ToDoubleFunction<Measure> rows) {
        List<String> undefined = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (rows.applyAsDouble(measure) == 0) {
                undefined.add(measure.key());
            }
        }
        if (!undefined.isEmpty()) {
            out.println("not defined here: " + String.join(", ", undefined));
        }
        if (model.isBidirectional()) {
            out.println(Summary.BIDIRECTIONAL);
        }
    }

    private static List<String> header() {
        List<String> header = new ArrayList<>(List.of("layer", "head", "pattern", "score"));
        COLUMNS.forEach(column -> header.add(column.getKey()));
        return header;
    }

    private static List<String> row(
            int layer, int head, PatternLabel label, ToDoubleFunction<Measure> measures) {
        List<String> row =
                new ArrayList<>(
                        List.of(
                                Integer.toString(layer),
                                Integer.toString(head),
                                label.pattern().key(),
                                label.pattern() == Pattern.MIXED ? "-" : number(label.score())));
        COLUMNS.forEach(column -> row.add(number(measures.applyAsDouble(column.getValue()))));
        return row;
    }

    private static String label(Attention attention, int index) {
        return Summary.visible(attention.tokens().get(index).label()) + " at " + index;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
