package io.github.headlight.renderers.html;

import io.github.headlight.tensor.AttentionMatrix;

import java.util.Optional;

/**
 * A query that looks at a key far away, both words and not the same.
 *
 * @param query position
 * @param key position
 * @param probability with which the query looks at the key
 */
record LongLink(int query, int key, float probability) {

    /** The strongest of a head, if there is one. */
    static Optional<LongLink> of(AttentionMatrix matrix, Words words) {
        float[] row = new float[matrix.keys()];
        LongLink link = null;
        for (int query = 0; query < matrix.queries(); query++) {
            matrix.readRow(query, row, 0);
            for (int key = 1; key < row.length; key++) {
                if ((link == null || row[key] > link.probability())
                        && Math.abs(query - key) >= words.longDistance()
                        && words.different(query, key)) {
                    link = new LongLink(query, key, row[key]);
                }
            }
        }
        return Optional.ofNullable(link);
    }
}
