package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;

import java.util.List;

/**
 * One attention matrix as coloured cells: rows are queries, columns are keys.
 *
 * @param title plain text
 * @param matrix {@code [query, key]}
 * @param queries the tokens of the rows
 * @param keys the tokens of the columns
 * @param scale from probability to colour
 */
public record Heatmap(
        String title,
        AttentionMatrix matrix,
        List<Token> queries,
        List<Token> keys,
        ColorScale scale)
        implements AttentionView {

    public Heatmap {
        queries = List.copyOf(queries);
        keys = List.copyOf(keys);
        if (queries.size() != matrix.queries() || keys.size() != matrix.keys()) {
            throw new IllegalArgumentException(
                    "expected a token for each query and key of "
                            + matrix
                            + ", found "
                            + queries.size()
                            + " and "
                            + keys.size());
        }
        Probabilities.require(matrix, title);
    }

    /**
     * {@return the heatmap of one head}
     *
     * @param attention the capture
     * @param layer from 0
     * @param head from 0
     */
    public static Heatmap ofHead(Attention attention, int layer, int head) {
        return of(attention, "Layer " + layer + " · Head " + head, attention.head(layer, head));
    }

    /**
     * {@return the heatmap of the mean over a layer's heads}
     *
     * @param attention the capture
     * @param layer from 0
     */
    public static Heatmap ofLayer(Attention attention, int layer) {
        return of(attention, "Layer " + layer + " · mean over heads", attention.mean(layer));
    }

    private static Heatmap of(Attention attention, String title, AttentionMatrix matrix) {
        List<Token> tokens = attention.tokens().tokens();
        return new Heatmap(
                title,
                matrix,
                tokens.subList(0, matrix.queries()),
                tokens.subList(0, matrix.keys()),
                ColorScale.DEFAULT);
    }

    /**
     * {@return this heatmap with another scale}
     *
     * @param other from probability to colour
     */
    public Heatmap withScale(ColorScale other) {
        return new Heatmap(title, matrix, queries, keys, other);
    }

    @Override
    public String kind() {
        return "heatmap";
    }
}
