package io.github.headlight.renderers.html;

import io.github.headlight.capture.Attention;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.Heatmap;

import java.util.List;
import java.util.Optional;

/**
 * The matrices of one capture and the tokens of their rows and columns.
 *
 * @param model what was run; {@code unknown} for a single matrix
 * @param tokens the text, in order; one more than rows if the last token was written and never
 *     read; empty if rows and columns are tokens of two texts
 * @param promptLength how many of {@code tokens} are the prompt
 * @param queries the tokens of the rows
 * @param keys the tokens of the columns
 * @param tensor {@code [layer, head, query, key]}
 * @param attention what it is all of, if it is of a capture
 */
record PageCapture(
        ModelSpec model,
        List<Token> tokens,
        int promptLength,
        List<Token> queries,
        List<Token> keys,
        AttentionTensor tensor,
        Optional<Attention> attention) {

    static PageCapture of(Attention attention) {
        List<Token> tokens = attention.tokens().tokens();
        List<Token> rows = tokens.subList(0, attention.tensor().queries());
        return new PageCapture(
                attention.model(),
                tokens,
                attention.promptLength(),
                rows,
                rows,
                attention.tensor(),
                Optional.of(attention));
    }

    static PageCapture of(Heatmap heatmap) {
        boolean oneText = heatmap.cells().queries().equals(heatmap.cells().keys());
        List<Token> tokens = oneText ? heatmap.cells().keys() : List.of();
        int prompt = 0;
        while (prompt < tokens.size() && tokens.get(prompt).role() != TokenRole.GENERATED) {
            prompt++;
        }
        return new PageCapture(
                ModelSpec.unknown(1, 1),
                tokens,
                prompt,
                heatmap.cells().queries(),
                heatmap.cells().keys(),
                AttentionTensor.of(1, 1, List.of(heatmap.cells().matrix())),
                Optional.empty());
    }

    int layers() {
        return tensor.layers();
    }

    int heads() {
        return tensor.heads();
    }

    /** Matrices a layer: its heads and, if there are several, their mean. */
    int columns() {
        return heads() == 1 ? 1 : heads() + 1;
    }

    int slots() {
        return layers() * columns();
    }

    int slot(int layer, int head) {
        return layer * columns() + head;
    }

    /** A head, or the mean over the heads of a layer; computed anew each time. */
    AttentionMatrix matrix(int slot) {
        int layer = slot / columns();
        int head = slot % columns();
        return head < heads() ? tensor.head(layer, head) : tensor.layer(layer).meanOverHeads();
    }

    boolean isSingleMatrix() {
        return slots() == 1;
    }
}
