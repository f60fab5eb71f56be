package io.github.headlight.examples;

import static java.util.stream.Collectors.toList;

import io.github.headlight.analysis.drift.Anchor;
import io.github.headlight.analysis.drift.Anchors;
import io.github.headlight.analysis.drift.AnswerWord;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.analysis.drift.LayerLook;
import io.github.headlight.capture.Attention;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks a model many questions and measures how often a low weight on the anchors goes with a wrong
 * answer. Anchors are the content words of the question, chosen without the answer; and, as a
 * second variant, the sentence of the text that holds the expected answer.
 */
public final class DriftStudy {
    private static final int MOST_TOKENS = 48;

    private DriftStudy() {}

    /**
     * A case that was run.
     *
     * @param form kind and question without its content words: what is asked, not about what
     */
    private record Outcome(
            QuestionCase of,
            String form,
            String answer,
            boolean right,
            Map<String, Double> scores) {
        String kind() {
            return of.kind();
        }
    }

    /**
     * Prints a table in Markdown, each cell with its 95 % interval and the numbers of wrong and
     * right answers, and writes all scores of all cases as CSV.
     *
     * @param arguments the model, the cases (JSON, see {@link QuestionCase#read}), the CSV file
     */
    public static void main(String[] arguments) {
        List<Outcome> outcomes = new ArrayList<>();
        try (AttentionModel model =
                AttentionModel.open(Path.of(arguments[0]), SessionConfig.auto())) {
            for (QuestionCase one : QuestionCase.read(Path.of(arguments[1]))) {
                if (!one.context().isEmpty()) {
                    outcomes.add(run(model, one));
                }
            }
        }
        byte[] csv = csv(outcomes).getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeStream(Path.of(arguments[2]), out -> out.write(csv));
        System.out.print(table(outcomes));
    }

    private static Outcome run(AttentionModel model, QuestionCase one) {
        Attention attention =
                model.capture(Prompt.user(one.prompt()), CaptureOptions.generating(MOST_TOKENS));
        int last = attention.tokens().size() - 1;
        boolean ended = attention.model().endTokens().contains(attention.tokens().get(last).id());
        String answer =
                attention.tokens().text(attention.promptLength(), ended ? last : last + 1).strip();
        Map<String, Double> scores = new LinkedHashMap<>();
        Anchors words = Anchors.ofQuestion(attention);
        Drift drift = Drift.of(attention, words);
        addScores(scores, "question", drift);
        String form = one.kind() + ": " + one.question();
        for (Anchor word : words.list()) {
            form = form.replace(word.text(), "_");
        }
        Optional<String> evidence = one.evidence();
        if (evidence.isPresent()) {
            addScores(scores, "evidence", Drift.of(attention, sentence(attention, evidence.get())));
        }
        scores.put("least probability", leastProbability(attention, drift));
        return new Outcome(one, form, answer, answer.equals(one.expected().strip()), scores);
    }

    private static Anchors sentence(Attention attention, String sentence) {
        int before = attention.tokens().text().indexOf(sentence);
        String whole = attention.tokens().text();
        int start = whole.substring(0, before).getBytes(StandardCharsets.UTF_8).length;
        int length = sentence.getBytes(StandardCharsets.UTF_8).length;
        return Anchors.ofBytes(attention, start, start + length);
    }

    private static void addScores(Map<String, Double> scores, String anchors, Drift drift) {
        double mass = drift.look().masses().anchors();
        scores.put(anchors + ": mass", mass);
        if (anchors.equals("question")) {
            scores.put(anchors + ": mass in the text", mass - drift.look().inQuestion());
        }
        scores.put(anchors + ": lift", drift.look().lift());
        LayerLook best = drift.peak();
        scores.put(anchors + ": best layer", best.look().masses().anchors());
        scores.put(anchors + ": best head", drift.heads().get(0).anchors());
        LayerLook last = drift.layers().get(drift.layers().size() - 1);
        scores.put(anchors + ": last layer", last.look().masses().anchors());
    }

    /** Beside attention: how sure the model was of the key word's least sure token. */
    private static double leastProbability(Attention attention, Drift drift) {
        double least = 1;
        for (AnswerWord word : drift.keyWords()) {
            for (int i = word.firstToken(); i < word.endToken(); i++) {
                least = Math.min(least, attention.probability(i - attention.promptLength()));
            }
        }
        return least;
    }

    private static String csv(List<Outcome> outcomes) {
        List<String> names = names(outcomes);
        StringBuilder csv = new StringBuilder("kind,form,right");
        names.forEach(name -> csv.append(',').append(name));
        csv.append(",expected,answer\n");
        for (Outcome one : outcomes) {
            csv.append(one.kind()).append(',').append(quoted(one.form()));
            csv.append(',').append(one.right());
            for (String name : names) {
                Double score = one.scores().get(name);
                csv.append(',');
                csv.append(score == null ? "" : String.format(Locale.ROOT, "%.5f", score));
            }
            csv.append(',').append(quoted(one.of().expected()));
            csv.append(',').append(quoted(one.answer())).append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static List<String> names(List<Outcome> outcomes) {
        return outcomes.stream().flatMap(one -> one.scores().keySet().stream()).distinct().toList();
    }

    private static String table(List<Outcome> outcomes) {
        Map<String, List<Outcome>> kinds =
                outcomes.stream()
                        .collect(Collectors.groupingBy(Outcome::kind, TreeMap::new, toList()));
        List<String> mixed =
                kinds.keySet().stream().filter(kind -> hasBoth(kinds.get(kind))).toList();
        StringBuilder table = new StringBuilder("| score | within forms | within kinds |");
        mixed.forEach(kind -> table.append(' ').append(kind).append(" |"));
        table.append("\n|---|---|---|").append("---|".repeat(mixed.size())).append('\n');
        for (String name : names(outcomes)) {
            table.append("| ").append(name);
            table.append(" | ").append(figures(auc(outcomes, name, Outcome::form)));
            table.append(" | ").append(figures(auc(outcomes, name, Outcome::kind))).append(" |");
            for (String kind : mixed) {
                Auc auc = auc(kinds.get(kind), name, Outcome::form);
                table.append(' ').append(figures(auc)).append(" |");
            }
            table.append('\n');
        }
        kinds.forEach(
                (kind, of) -> {
                    long right = of.stream().filter(Outcome::right).count();
                    long wrong = of.size() - right;
                    table.append(kind + ": " + right + " right, " + wrong + " wrong\n");
                });
        return table.toString();
    }

    private static boolean hasBoth(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::right).distinct().count() == 2;
    }

    /** Over pairs of one group. */
    private static Auc auc(List<Outcome> outcomes, String name, Function<Outcome, String> group) {
        return Auc.of(
                outcomes.stream()
                        .collect(Collectors.groupingBy(group, TreeMap::new, toList()))
                        .values()
                        .stream()
                        .map(of -> new Auc.Group(scores(of, name, false), scores(of, name, true)))
                        .toList());
    }

    private static List<Double> scores(List<Outcome> outcomes, String name, boolean right) {
        return outcomes.stream()
                .filter(one -> one.right() == right)
                .map(one -> one.scores().get(name))
                .filter(score -> score != null && !score.isNaN())
                .toList();
    }

    private static String figures(Auc auc) {
        return Double.isNaN(auc.value())
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.2f (%.2f–%.2f), %d/%d",
                        auc.value(),
                        auc.low(),
                        auc.high(),
                        auc.wrong(),
                        auc.right());
    }
}
