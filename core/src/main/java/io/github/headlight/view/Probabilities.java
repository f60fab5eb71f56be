package io.github.headlight.view;

import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;

/** Checks that what is to be drawn as probabilities are probabilities; a file can hold anything. */
final class Probabilities {
    /** Room for values that were rounded to few bits. */
    private static final float LEAST = -0.001f;

    private static final float MOST = 1.01f;

    private Probabilities() {}

    static void require(AttentionMatrix matrix, String what) {
        float[] row = new float[matrix.keys()];
        for (int query = 0; query < matrix.queries(); query++) {
            matrix.readRow(query, row, 0);
            for (int key = 0; key < row.length; key++) {
                // Also false for NaN.
                if (!(row[key] >= LEAST && row[key] <= MOST)) {
                    throw new CaptureException(
                            what
                                    + ", query "
                                    + query
                                    + ", key "
                                    + key
                                    + ": expected a probability from 0 to 1, found "
                                    + row[key]
                                    + "; capture again, or save attention after the softmax");
                }
            }
        }
    }
}
