package io.github.headlight.renderers.html;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Captured;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.TokenMatrix;

import java.util.List;
import java.util.Optional;

/**
 * The matrices of one capture and what their rows and columns stand for.
 *
 * @param name what it is called; if empty, by its number and how it begins
 * @param model what was run; {@code unknown} for a single matrix
 * @param tokens the text, in order; one more than rows if the last token was written and never
 *     read; empty if rows and columns are tokens of two texts
 * @param promptLength how many of {@code tokens} are the prompt
 * @param queries the tokens of the rows; where they are blocks, of all tokens
 * @param keys the tokens of the columns
 * @param block how many tokens a row or a column stands for
 * @param matrices the probabilities
 * @param attention what it is all of, if it is of a capture
 * @param caption what was done to the values before; empty if nothing
 */
record PageCapture(
        Optional<String> name,
        ModelSpec model,
        List<Token> tokens,
        int promptLength,
        List<Token> queries,
        List<Token> keys,
        int block,
        CaptureMatrices matrices,
        Optional<Attention> attention,
        Phrase caption) {

    static PageCapture of(Attention attention) {
        List<Token> tokens = attention.tokens().tokens();
        List<Token> rows = tokens.subList(0, attention.rows());
        CaptureMatrices matrices = CaptureMatrices.of(attention);
        int block =
                matrices instanceof CaptureMatrices.Blocks
                        ? attention.captured().pooled().map(pooled -> pooled.size()).orElse(1)
                        : 1;
        return new PageCapture(
                Optional.empty(),
                attention.model(),
                tokens,
                attention.promptLength(),
                rows,
                rows,
                block,
                matrices,
                Optional.of(attention),
                Phrase.same(""));
    }

    /** All heads, as far as a map of them shows them; its tokens are a text if cells are tokens. */
    static PageCapture of(HeadGrid grid) {
        boolean tokens = grid.cell() == 1;
        List<Token> blocks = grid.blocks();
        return new PageCapture(
                Optional.of(grid.title()),
                ModelSpec.unknown(grid.thumbnails().layers(), grid.thumbnails().heads())
                        .withKvHeads(grid.kvHeads())
                        .withDirection(grid.direction()),
                tokens ? blocks : List.of(),
                tokens ? promptLength(blocks) : 0,
                blocks,
                blocks,
                1,
                CaptureMatrices.of(grid),
                Optional.empty(),
                Caption.of(grid.lens(), grid.reduction(), grid.cell()));
    }

    /** A single matrix; its tokens are a text if rows and columns are the same. */
    static PageCapture of(String name, TokenMatrix cells) {
        boolean oneText = cells.queries().equals(cells.keys());
        return of(name, cells, oneText ? cells.keys() : List.of());
    }

    /** A single matrix over a text. */
    static PageCapture of(String name, TokenMatrix cells, List<Token> tokens) {
        return new PageCapture(
                Optional.of(name),
                ModelSpec.unknown(1, 1),
                tokens,
                promptLength(tokens),
                cells.queries(),
                cells.keys(),
                1,
                CaptureMatrices.of(cells.matrix()),
                Optional.empty(),
                Caption.of(cells.lens(), cells.reduction(), 1));
    }

    private static int promptLength(List<Token> tokens) {
        int prompt = 0;
        while (prompt < tokens.size() && tokens.get(prompt).role() != TokenRole.GENERATED) {
            prompt++;
        }
        return prompt;
    }

    int layers() {
        return matrices.layers();
    }

    int heads() {
        return matrices.heads();
    }

    int slot(int layer, int head) {
        return layer * matrices.columns() + head;
    }

    /** Rows of a matrix. */
    int rows() {
        return blocks(queries.size());
    }

    /** Columns of a matrix. */
    int columns() {
        return blocks(keys.size());
    }

    private int blocks(int tokensOfAxis) {
        return (tokensOfAxis + block - 1) / block;
    }

    /** How many keys of each row there are, if not all are. */
    int kept() {
        boolean whole = attention.isEmpty() || attention.get().captured().full().isPresent();
        return whole
                ? 0
                : attention
                        .map(Attention::captured)
                        .flatMap(Captured::topK)
                        .map(TopKeysMatrix::kept)
                        .orElse(0);
    }

    boolean isSingleMatrix() {
        return matrices.slots() == 1 && attention.isEmpty();
    }
}
