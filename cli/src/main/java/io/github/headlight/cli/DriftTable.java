package io.github.headlight.cli;

import io.github.headlight.analysis.drift.AnswerWord;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.analysis.drift.DriftText;
import io.github.headlight.analysis.drift.Look;
import io.github.headlight.analysis.drift.Masses;
import io.github.headlight.language.Language;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis for a terminal: the verdict, a line for each word, then layers and heads. */
final class DriftTable {
    private static final int MOST_SENTENCES = 5;

    private DriftTable() {}

    static String of(Drift drift, Language language) {
        DriftText text = DriftText.of(drift, language);
        StringWriter whole = new StringWriter();
        PrintWriter out = new PrintWriter(whole);
        line(out, text.verdict());
        drift.keyWords().stream().limit(MOST_SENTENCES).forEach(word -> line(out, text.word(word)));
        out.println();
        Table.print(out, rows(drift));
        out.println();
        line(out, text.layers());
        line(out, text.heads());
        text.notes().forEach(note -> line(out, note));
        line(out, text.threshold());
        return whole.toString();
    }

    private static void line(PrintWriter out, String sentence) {
        out.println(Messages.oneLine(sentence));
    }

    private static List<List<String>> rows(Drift drift) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("WORD", "KEY", "ANCHORS", "LIFT"));
        head.addAll(List.of("SINK", "TEMPLATE", "ANSWER", "SEPARATORS", "OTHER"));
        if (drift.isLowerBound()) {
            head.add("UNLISTED");
        }
        rows.add(head);
        for (AnswerWord word : drift.words()) {
            Look look = word.look();
            Masses masses = look.masses();
            List<String> row = new ArrayList<>();
            row.add(shown(word));
            row.add(word.isKey() ? "*" : "");
            row.add(figure(masses.anchors()));
            row.add(Double.isNaN(look.lift()) ? "-" : figure(look.lift()));
            row.add(figure(masses.sink()));
            row.add(figure(masses.template()));
            row.add(figure(masses.answer()));
            row.add(figure(masses.separators()));
            row.add(figure(masses.other()));
            if (drift.isLowerBound()) {
                row.add(figure(masses.unlisted()));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String shown(AnswerWord word) {
        String text = Messages.oneLine(word.text());
        return text.isEmpty() ? "↵" : text;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
