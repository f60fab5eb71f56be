package io.github.headlight.examples;

import io.github.headlight.capture.Attention;
import io.github.headlight.generation.Candidate;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Asks a model and prints for each token of its answer how sure the model was, what it would have
 * written instead, and what the last layer looked at while it wrote it.
 */
public final class WhyThisToken {
    private static final int MOST_TOKENS = 100;

    private WhyThisToken() {}

    /**
     * Prints an answer token by token.
     *
     * @param arguments the model, and the question
     */
    public static void main(String[] arguments) {
        try (AttentionModel model =
                AttentionModel.open(Path.of(arguments[0]), SessionConfig.auto())) {
            Attention attention =
                    model.capture(
                            Prompt.user(arguments[1]), CaptureOptions.generating(MOST_TOKENS));
            int last = attention.model().layers() - 1;
            for (int i = 0; i < attention.generatedLength(); i++) {
                List<Candidate> two = attention.alternatives(i, 2);
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %.2f, else \"%s\" (%.2f); it looked most at %s%n",
                        attention.tokens().get(attention.promptLength() + i).label(),
                        attention.probability(i),
                        model.text(two.get(1).id()),
                        two.get(1).probability(),
                        mostLookedAt(attention, last, attention.writingRow(i)));
            }
            attention.finish().ifPresent(why -> System.out.println("ended by " + why.key()));
        }
    }

    /** The token that a layer's heads look at most on average, the first one left out. */
    private static String mostLookedAt(Attention attention, int layer, int row) {
        float[] weights = attention.mean(layer).row(row);
        int best = 1;
        for (int key = 2; key <= row; key++) {
            best = weights[key] > weights[best] ? key : best;
        }
        return String.format(
                Locale.ROOT, "%s (%.2f)", attention.tokens().get(best).label(), weights[best]);
    }
}
