package io.github.headlight.capture;

import io.github.headlight.error.CaptureException;

import java.util.Locale;

/** Whether rows of a capture are probabilities; a file can hold anything. */
public final class RowCheck {
    /** How far the sum of a row may be from 1: half precision and few bits round. */
    public static final double TOLERANCE = 0.01;

    private RowCheck() {}

    /**
     * {@return the sum of a row over the keys that it sees, 1 within {@link #TOLERANCE}}
     *
     * @param row probabilities of the keys from 0; those after the keys that it sees are not read
     * @param keys how many keys it sees
     * @param layer for the message
     * @param head for the message, or {@link HeadChoice#ALL} for a mean
     * @param query the row's number
     * @throws CaptureException if a value is negative or no number, or the sum is not 1
     */
    public static double sum(float[] row, int keys, int layer, int head, int query) {
        double sum = 0;
        for (int key = 0; key < keys; key++) {
            // Also false for NaN.
            if (!(row[key] >= 0)) {
                throw new CaptureException(
                        where(layer, head, query)
                                + ", key "
                                + key
                                + ": expected a probability from 0 to 1, found "
                                + row[key]
                                + "; capture again, or save attention after the softmax");
            }
            sum += row[key];
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new CaptureException(
                    where(layer, head, query)
                            + ": expected probabilities of keys 0 to "
                            + (keys - 1)
                            + " that sum to 1, found "
                            + String.format(Locale.ROOT, "%.4g", sum)
                            + "; capture again, or save attention after the softmax, causal if the"
                            + " model is");
        }
        return sum;
    }

    private static String where(int layer, int head, int query) {
        String of = head == HeadChoice.ALL ? "mean over heads" : "head " + head;
        return "layer " + layer + ", " + of + ", query " + query;
    }
}
