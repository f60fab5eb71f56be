package io.github.headlight.internal.figure;

import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.Heatmap;

import java.util.List;
import java.util.Locale;

/** A heatmap in words, for readers who do not see it. */
final class HeatmapText {
    private HeatmapText() {}

    /** {@return rows and columns, what the legend says, and the strongest link} */
    static String describe(Heatmap heatmap, ColorBar legend, Ink ink) {
        return ink.words().heatmap(heatmap.cells().queries().size(), heatmap.cells().keys().size())
                + legend.description()
                + strongest(heatmap, ink.words());
    }

    /**
     * The strongest link between different tokens. The first token is left out: attention that
     * means nothing is often parked there.
     */
    private static String strongest(Heatmap heatmap, Wording words) {
        AttentionMatrix matrix = heatmap.cells().matrix();
        float[] row = new float[matrix.keys()];
        float most = 0;
        Token query = null;
        Token key = null;
        for (int q = 0; q < matrix.queries(); q++) {
            matrix.readRow(q, row, 0);
            for (int k = 0; k < row.length; k++) {
                if (row[k] > most
                        && isLink(
                                heatmap.cells().queries().get(q), heatmap.cells().keys().get(k))) {
                    most = row[k];
                    query = heatmap.cells().queries().get(q);
                    key = heatmap.cells().keys().get(k);
                }
            }
        }
        return query == null
                ? ""
                : words.strongest(name(query), name(key), String.format(Locale.ROOT, "%.2f", most));
    }

    private static String name(Token token) {
        return token.index() + " “" + TokenLabel.of(List.of(token)).get(0).full() + "”";
    }

    private static boolean isLink(Token query, Token key) {
        return key.index() > 0 && key.index() != query.index();
    }
}
