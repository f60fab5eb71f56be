package io.github.headlight.analysis.advice;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.RowCheck;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionTensor;

import java.util.stream.IntStream;

/**
 * The mean over all heads of a full capture, in doubles, read in one pass over the tensor with all
 * processors. A head that gives nearly all to the first token adds little to what is then measured
 * over content: each head counts by what it gives there.
 */
final class AttentionMap {
    /** 270 MB of doubles. */
    private static final int MAX_ROWS = 8_192;

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
        IntStream.range(0, rows).parallel().forEach(row -> sum(tensor, row, cells));
        return new AttentionMap(rows, cells);
    }

    /** Sums a row over all heads. */
    private static void sum(AttentionTensor tensor, int row, double[] cells) {
        int start = start(row);
        int heads = tensor.layers() * tensor.heads();
        float[] weights = new float[row + 1];
        for (int i = 0; i < heads; i++) {
            int layer = i / tensor.heads();
            int head = i % tensor.heads();
            tensor.head(layer, head).readRow(row, row + 1, weights, 0);
            RowCheck.sum(weights, row + 1, layer, head, row);
            for (int key = 0; key <= row; key++) {
                cells[start + key] += weights[key];
            }
        }
        for (int key = 0; key <= row; key++) {
            cells[start + key] /= heads;
        }
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
