package io.github.headlight.view;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;

import java.util.List;
import java.util.Objects;

/**
 * What changed from one capture to another: the second less the first, over tokens that both have.
 *
 * @param title plain text
 * @param matrix {@code [query, key]}, −1 to 1
 * @param queries the tokens of the rows
 * @param keys the tokens of the columns
 * @param before name of the first capture, plain text
 * @param after name of the second capture, plain text
 * @param direction which keys a query sees
 */
public record Difference(
        String title,
        SignedMatrix matrix,
        List<Token> queries,
        List<Token> keys,
        String before,
        String after,
        AttentionDirection direction)
        implements AttentionView {

    public Difference {
        Objects.requireNonNull(direction, "direction");
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

    /** Of causal models: see the components of the record. */
    public Difference(
            String title,
            SignedMatrix matrix,
            List<Token> queries,
            List<Token> keys,
            String before,
            String after) {
        this(title, matrix, queries, keys, before, after, AttentionDirection.CAUSAL);
    }

    /**
     * {@return what one matrix has more than another over the same tokens}
     *
     * @param title plain text
     * @param before the first
     * @param after the second, of as many queries and keys
     * @param beforeName name of the first, plain text
     * @param afterName name of the second, plain text
     */
    public static Difference of(
            String title,
            TokenMatrix before,
            TokenMatrix after,
            String beforeName,
            String afterName) {
        int queries = before.matrix().queries();
        int keys = before.matrix().keys();
        if (after.matrix().queries() != queries || after.matrix().keys() != keys) {
            throw new IllegalArgumentException(
                    "expected two matrices of one shape, found "
                            + before.matrix()
                            + " and "
                            + after.matrix());
        }
        float[] values = new float[Math.multiplyExact(queries, keys)];
        float[] row = new float[keys];
        for (int query = 0; query < queries; query++) {
            after.matrix().readRow(query, values, query * keys);
            before.matrix().readRow(query, row, 0);
            for (int key = 0; key < keys; key++) {
                values[query * keys + key] -= row[key];
            }
        }
        return new Difference(
                title,
                new SignedMatrix(values, queries, keys),
                before.queries(),
                before.keys(),
                beforeName,
                afterName,
                before.direction());
    }

    @Override
    public String kind() {
        return "difference";
    }
}
