package io.github.headlight.renderers.html;

import com.google.gson.stream.JsonWriter;

import io.github.headlight.analysis.comparison.Alignment;
import io.github.headlight.analysis.comparison.Basis;
import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.analysis.comparison.HeadChange;
import io.github.headlight.analysis.comparison.HeadDivergences;
import io.github.headlight.analysis.comparison.KeyChange;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.error.CaptureException;
import io.github.headlight.view.Report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The first two captures of a report side by side, if they can be compared.
 *
 * @param comparison what they share and how they differ; empty if they cannot be compared
 * @param obstacle why they cannot; empty if they can, or if there are no two
 */
record SideBySide(Optional<Comparison> comparison, Optional<Phrase> obstacle) {
    /** The id of its tab. */
    static final String ID = "compare";

    static final SideBySide NONE = new SideBySide(Optional.empty(), Optional.empty());

    private static final int MOST_HEADS = 8;

    static SideBySide of(Report report) {
        boolean chosen = report.sections().isEmpty() || report.sections().contains(ID);
        if (report.captures().size() < 2 || !chosen) {
            return NONE;
        }
        Attention first = report.captures().get(0);
        Attention second = report.captures().get(1);
        if (first.model().layers() != second.model().layers()
                || first.model().heads() != second.model().heads()) {
            return new SideBySide(
                    Optional.empty(),
                    Optional.of(
                            new Phrase(
                                    "Captures 1 and 2 are not compared: their models differ, "
                                            + shape(first)
                                            + " layers × heads and "
                                            + shape(second)
                                            + ".",
                                    "捕获 1 与 2 未作比较：模型不同，层 × 头分别为 "
                                            + shape(first)
                                            + " 与 "
                                            + shape(second)
                                            + "。")));
        }
        try {
            Comparison comparison = Comparison.of(first, second);
            return comparison.hasAttention()
                    ? new SideBySide(Optional.of(comparison), Optional.empty())
                    : refused(comparison.obstacle());
        } catch (CaptureException e) {
            // Texts of very different tokens, rows that are no probabilities: the report goes on.
            return refused(e.getMessage());
        }
    }

    private static String shape(Attention attention) {
        return attention.model().layers() + " × " + attention.model().heads();
    }

    private static SideBySide refused(String why) {
        Phrase obstacle = new Phrase("captures 1 and 2: " + why, "捕获 1 与 2：" + why);
        return new SideBySide(Optional.empty(), Optional.of(obstacle.sentence()));
    }

    /** How differently each head attends, layer by layer; empty if it is not known of heads. */
    List<Double> divergences() {
        if (comparison.isEmpty() || comparison.get().divergences().basis() == Basis.LAYER_MEANS) {
            return List.of();
        }
        HeadDivergences divergences = comparison.get().divergences();
        int heads = divergences.heads();
        return Stream.iterate(0, i -> i < divergences.layers() * heads, i -> i + 1)
                .map(i -> divergences.get(i / heads, i % heads))
                .toList();
    }

    /** The tokens that both have, for the script. */
    void write(JsonWriter json) throws IOException {
        if (comparison.isPresent()) {
            Alignment alignment = comparison.get().alignment();
            json.name("comparison").beginObject();
            write(json.name("first"), alignment, alignment::inFirst);
            write(json.name("second"), alignment, alignment::inSecond);
            json.endObject();
        }
    }

    private static void write(JsonWriter json, Alignment alignment, IntUnaryOperator token)
            throws IOException {
        json.beginArray();
        for (int pair = 0; pair < alignment.size(); pair++) {
            json.value(token.applyAsInt(pair));
        }
        json.endArray();
    }

    /** The heads that changed most, in words, as markup. */
    String markup() {
        SectionWriter out = new SectionWriter(ID);
        HeadDivergences divergences = comparison.orElseThrow().divergences();
        out.heading(new Phrase("What changed most", "变化最大的头"));
        out.list(comparison.get().changed(MOST_HEADS).stream().map(this::sentence).toList());
        String mean = figure(divergences.mean());
        out.remark(
                new Phrase(
                        "Divergence: Jensen–Shannon, 0 for the same to 1 for nothing in common;"
                                + " mean of all "
                                + mean
                                + ", over "
                                + divergences.rows()
                                + " shared rows.",
                        "散度：Jensen–Shannon，0 为相同，1 为毫无共同；总平均 "
                                + mean
                                + "，取自 "
                                + divergences.rows()
                                + " 个共有的行。"));
        if (divergences.basis() == Basis.TOP_KEYS) {
            out.remark(
                    new Phrase(
                            "Only the top keys of rows are known, so each is a lower bound.",
                            "只知道各行最强的键，因此每个值都是下界。"));
        }
        return out.markup();
    }

    private List<Piece> sentence(HeadChange change) {
        boolean mean = change.head() == HeadChoice.ALL;
        Phrase name =
                mean
                        ? new Phrase("Layer " + change.layer(), "第 " + change.layer() + " 层")
                        : new Phrase(
                                "Layer " + change.layer() + ", head " + change.head(),
                                "第 " + change.layer() + " 层第 " + change.head() + " 头");
        Place place = Place.of(0, change.layer(), mean ? Place.ALL : change.head(), change.query());
        String query = word(comparison.orElseThrow().first(), change.query());
        String keys =
                Stream.concat(change.lost().stream(), change.gained().stream())
                        .map(this::key)
                        .collect(Collectors.joining(", "));
        String divergence = figure(change.divergence());
        return List.of(
                Piece.of(name).to(place.in(ID)),
                Piece.of(
                        new Phrase(
                                ": " + divergence + "; most reading " + query + ": " + keys,
                                "：" + divergence + "；读到" + query + "时变化最大：" + keys)));
    }

    private String key(KeyChange key) {
        String name =
                key.inFirst() >= 0
                        ? word(comparison.orElseThrow().first(), key.inFirst())
                        : word(comparison.orElseThrow().second(), key.inSecond());
        return name + " " + figure(key.before()) + " → " + figure(key.after());
    }

    private static String word(Attention attention, int token) {
        return "“" + TokenText.word(attention.tokens().get(token)) + "”";
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
