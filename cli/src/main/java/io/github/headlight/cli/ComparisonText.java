package io.github.headlight.cli;

import io.github.headlight.analysis.comparison.Alignment;
import io.github.headlight.analysis.comparison.Basis;
import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.analysis.comparison.HeadChange;
import io.github.headlight.analysis.comparison.HeadDivergences;
import io.github.headlight.analysis.comparison.KeyChange;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.token.Token;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison of two captures for people. */
final class ComparisonText {
    private static final int CHANGED = 10;

    private ComparisonText() {}

    static void print(PrintWriter out, Comparison comparison) {
        out.println("first:  " + Summary.of(comparison.first()));
        out.println("second: " + Summary.of(comparison.second()));
        Alignment alignment = comparison.alignment();
        int answers = alignment.size() - alignment.promptMatches();
        out.println("in common: " + alignment.promptMatches() + " tokens of the prompts");
        if (comparison.first().generatedLength() + comparison.second().generatedLength() > 0) {
            out.println("           " + answers + " tokens of the answers");
            out.println("first answer:  " + answer(comparison.first()));
            out.println("second answer: " + answer(comparison.second()));
        }
        out.println();
        if (comparison.hasAttention()) {
            printHeads(out, comparison);
        } else {
            out.println(comparison.obstacle());
        }
    }

    private static String answer(Attention attention) {
        return Messages.oneLine(Summary.answer(attention, !attention.tokens().hasTexts()));
    }

    private static void printHeads(PrintWriter out, Comparison comparison) {
        HeadDivergences divergences = comparison.divergences();
        out.println(
                "Jensen–Shannon divergence, 0 the same, 1 nothing in common, over "
                        + divergences.rows()
                        + " rows: mean "
                        + number(divergences.mean()));
        if (divergences.basis() == Basis.TOP_KEYS) {
            out.println("A lower bound: only keys that are top keys in both are told apart.");
        }
        out.println();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("HEAD", "DIVERGENCE", "MOST AT", "", "LOST", "GAINED"));
        for (HeadChange change : comparison.changed(CHANGED)) {
            String head =
                    change.head() == HeadChoice.ALL ? "mean" : Integer.toString(change.head());
            rows.add(
                    List.of(
                            change.layer() + "." + head,
                            number(change.divergence()),
                            label(comparison.first().tokens().get(change.query()), "#"),
                            number(change.rowDivergence()),
                            keys(comparison, change.lost()),
                            keys(comparison, change.gained())));
        }
        Table.print(out, rows);
        out.println();
        out.println("#n is token n of the first capture, ##n one that only the second has.");
        out.println("Attention alone is no explanation of what a model does.");
    }

    private static String keys(Comparison comparison, List<KeyChange> keys) {
        return keys.stream()
                .map(
                        key ->
                                label(token(comparison, key), key.inFirst() >= 0 ? "#" : "##")
                                        + " "
                                        + String.format(Locale.ROOT, "%+.2f", key.change()))
                .collect(Collectors.joining(", "));
    }

    /** The key as a token of the capture that has it. */
    static Token token(Comparison comparison, KeyChange key) {
        return key.inFirst() >= 0
                ? comparison.first().tokens().get(key.inFirst())
                : comparison.second().tokens().get(key.inSecond());
    }

    private static String label(Token token, String mark) {
        return Summary.visible(token.label()) + mark + token.index();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
