package io.github.headlight.renderers.html;

import io.github.headlight.tensor.AttentionMatrix;

/**
 * Writes one matrix as bytes: first for each row the sum of what code 0 swallowed, as {@code
 * round(255 √sum)}; then the codes column by column, of a causal matrix from the diagonal down.
 * Neighbours in a column are alike, so that order deflates best.
 */
final class HeadCodec {
    private final Bands bands;
    private final boolean causal;

    HeadCodec(Bands bands, boolean causal) {
        this.bands = bands;
        this.causal = causal;
    }

    /** The number of bytes of a matrix before it is packed. */
    static long size(int queries, int keys, boolean causal) {
        long cells = causal ? (long) queries * (queries + 1) / 2 : (long) queries * keys;
        return queries + cells;
    }

    /** Whether a matrix has nothing above its diagonal. */
    static boolean isCausal(AttentionMatrix matrix) {
        if (matrix.queries() != matrix.keys()) {
            return false;
        }
        float[] row = new float[matrix.keys()];
        for (int q = 0; q < matrix.queries(); q++) {
            matrix.readRow(q, row, 0);
            for (int k = q + 1; k < row.length; k++) {
                if (row[k] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What code 0 swallowed of a row, in a byte that is finer where it is little. */
    static byte root(double rest) {
        return (byte) Math.round(255 * Math.sqrt(Math.max(0, Math.min(rest, 1))));
    }

    byte[] encode(AttentionMatrix matrix) {
        int queries = matrix.queries();
        int keys = matrix.keys();
        byte[] bytes = new byte[Math.toIntExact(size(queries, keys, causal))];
        float[] row = new float[keys];
        for (int q = 0; q < queries; q++) {
            matrix.readRow(q, row, 0);
            double rest = 0;
            int at = queries + q;
            for (int k = 0; k < (causal ? q + 1 : keys); k++) {
                byte code = bands.code(row[k]);
                bytes[at] = code;
                if (code == 0 && row[k] > 0) {
                    rest += row[k];
                }
                // The cell of the next column in this row: columns of a triangle get shorter.
                at += causal ? queries - k - 1 : queries;
            }
            bytes[q] = root(rest);
        }
        return bytes;
    }
}
