package io.github.headlight.internal.figure;

import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.view.Difference;

import java.util.Locale;

/** A difference in words, for readers who do not see it. */
final class DifferenceText {
    private DifferenceText() {}

    static String describe(Difference difference, Wording words) {
        SignedMatrix matrix = difference.matrix();
        int query = 0;
        int key = 0;
        for (int q = 0; q < matrix.queries(); q++) {
            for (int k = 0; k < matrix.keys(); k++) {
                if (Math.abs(matrix.get(q, k)) > Math.abs(matrix.get(query, key))) {
                    query = q;
                    key = k;
                }
            }
        }
        String rows =
                words.differenceOf(
                        difference.before(), difference.after(), matrix.queries(), matrix.keys());
        float change = matrix.get(query, key);
        return change == 0
                ? rows
                : rows
                        + words.largestChange(
                                LinksText.name(difference.queries().get(query)),
                                LinksText.name(difference.keys().get(key)),
                                String.format(Locale.ROOT, "%+.2f", change));
    }
}
