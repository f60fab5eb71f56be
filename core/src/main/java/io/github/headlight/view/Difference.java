package io.github.headlight.view;

import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;

import java.util.List;

/**
 * What changed from one capture to another: the second less the first, over tokens that both have.
 *
 * @param title plain text
 * @param matrix {@code [query, key]}, −1 to 1
 * @param queries the tokens of the rows
 * @param keys the tokens of the columns
 * @param before name of the first capture, plain text
 * @param after name of the second capture, plain text
 */
public record Difference(
        String title,
        SignedMatrix matrix,
        List<Token> queries,
        List<Token> keys,
        String before,
        String after)
        implements AttentionView {

    public Difference {
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
    }

    @Override
    public String kind() {
        return "difference";
    }
}
