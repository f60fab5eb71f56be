package io.github.headlight.analysis.advice;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The mean over all heads of a full capture, in doubles, read in one pass over the tensor with all
 * processors. A head that gives nearly all to the first token adds little to what is then measured
 * over content: each head counts by what it gives there.
 */
final class AttentionMap {
    /** 270 MB of doubles. */
    private static final int MAX_ROWS = 8_192;

    private static final double TOLERANCE = 0.01;

    private final int rows;

    /** The lower triangle, row by row. */
    private final double[] cells;

    private AttentionMap(int rows, double[] cells) {
        this.rows = rows;
        this.cells = cells;
    }

    static AttentionMap of(Attention attention) {
        AttentionTensor tensor = attention.tensor();
        int rows = attention.rows();
        if (rows > MAX_ROWS) {
            throw new CaptureException(
                    "advice reads captures of at most "
                            + MAX_ROWS
                            + " rows, found "
                            + rows
                            + "; use a shorter prompt");
        }
        double[] cells = new double[rows * (rows + 1) / 2];
        IntStream.range(0, rows)
                .parallel()
                .mapToObj(row -> sum(tensor, row, cells))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw new CaptureException(problem);
                        });
        return new AttentionMap(rows, cells);
    }

    /** Sums a row over all heads; tells what is wrong with it, or null. */
    private static String sum(AttentionTensor tensor, int row, double[] cells) {
        int start = start(row);
        int heads = tensor.layers() * tensor.heads();
        float[] weights = new float[tensor.keys()];
        for (int i = 0; i < heads; i++) {
            int layer = i / tensor.heads();
            int head = i % tensor.heads();
            AttentionMatrix matrix = tensor.head(layer, head);
            matrix.readRow(row, weights, 0);
            double sum = 0;
            for (int key = 0; key <= row; key++) {
                // Written so that NaN is refused too.
                if (!(weights[key] >= 0)) {
                    return wrong(layer, head, row, "weights from 0 to 1", weights[key]);
                }
                sum += weights[key];
                cells[start + key] += weights[key];
            }
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                return wrong(layer, head, row, "weights up to the query that sum to 1", sum);
            }
        }
        for (int key = 0; key <= row; key++) {
            cells[start + key] /= heads;
        }
        return null;
    }

    private static String wrong(int layer, int head, int row, String expected, double found) {
        return String.format(
                Locale.ROOT,
                "layer %d, head %d, query %d: expected %s, found %s; capture again with a causal"
                        + " model",
                layer,
                head,
                row,
                expected,
                found);
    }

    private static int start(int row) {
        return row * (row + 1) / 2;
    }

    int rows() {
        return rows;
    }

    /** The mean weight of a key not behind the row. */
    double at(int row, int key) {
        return cells[start(row) + key];
    }
}
