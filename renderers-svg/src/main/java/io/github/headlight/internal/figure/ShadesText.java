package io.github.headlight.internal.figure;

import io.github.headlight.token.Token;
import io.github.headlight.view.TokenShades;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** A shaded text in words. */
final class ShadesText {
    private static final int NAMED = 5;

    private ShadesText() {}

    /** {@return what the picture answers} */
    static String question(TokenShades view, Wording words) {
        Token chosen = view.text().get(view.chosen());
        String label = RunningToken.of(chosen, null).full();
        return words.looks(view.direction(), label, chosen.index());
    }

    /** {@return what the picture answers, and the answer for readers who do not see it} */
    static String describe(TokenShades view, Wording words) {
        List<Integer> strongest =
                IntStream.range(0, view.text().size())
                        .boxed()
                        .filter(i -> view.weight(i) > 0)
                        .sorted(Comparator.comparing(i -> -view.weight(i)))
                        .limit(NAMED)
                        .toList();
        StringJoiner tokens = new StringJoiner(words.comma());
        for (int i : strongest) {
            tokens.add(
                    LinksText.name(view.text().get(i))
                            + String.format(Locale.ROOT, " (%.2f)", view.weight(i)));
        }
        String question = question(view, words) + words.stop();
        return strongest.isEmpty() ? question : question + words.mostAttention(tokens.toString());
    }
}
