package io.github.headlight.internal.figure;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.Shading;

import java.util.Arrays;

/**
 * The matrices of all heads as levels of colour, one byte a cell, as {@link CellGrid} has them. A
 * cell is the largest of its block.
 */
final class Thumbnails {
    /** The level of gaps and of heads that were not captured; maps leave no sink out. */
    static final int NOTHING = CellGrid.LEFT_OUT;

    private final HeadGrid grid;
    private final AttentionTensor tensor;
    private final Shading shading;
    private final int pooled;
    private final int rows;
    private final int columns;
    private final double top;

    /**
     * Makes thumbnails.
     *
     * @param grid the map
     * @param shading from probabilities to levels
     * @param pooled how many blocks along each side are one cell
     */
    Thumbnails(HeadGrid grid, Shading shading, int pooled) {
        this.grid = grid;
        this.tensor = grid.thumbnails();
        this.shading = shading;
        this.pooled = pooled;
        this.rows = CellGrid.ceilDiv(tensor.queries(), pooled);
        this.columns = CellGrid.ceilDiv(tensor.keys(), pooled);
        this.top = largest();
    }

    /** Heads that were not captured have none. */
    private double largest() {
        double most = 0;
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                if (grid.isCaptured(layer, head)) {
                    most = Math.max(most, CellGrid.top(shading, tensor.head(layer, head)));
                }
            }
        }
        return most;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** {@return what the end of the ramp stands for} */
    double top() {
        return top;
    }

    /** {@return whether queries do not see later keys, so that some cells are masked} */
    boolean isCausal() {
        return grid.direction() == AttentionDirection.CAUSAL
                && tensor.queries() == tensor.keys()
                && rows > 1;
    }

    /** {@return whether some heads were not captured} */
    boolean isPartial() {
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                if (!grid.isCaptured(layer, head)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * {@return the levels of a head, row by row}
     *
     * @param layer from 0
     * @param head from 0
     */
    byte[] levels(int layer, int head) {
        byte[] levels = new byte[rows * columns];
        if (!grid.isCaptured(layer, head)) {
            Arrays.fill(levels, (byte) NOTHING);
            return levels;
        }
        AttentionMatrix matrix = tensor.head(layer, head);
        double[] highest = new double[rows * columns];
        Arrays.fill(highest, -1);
        float[] row = new float[tensor.keys()];
        for (int query = 0; query < tensor.queries(); query++) {
            matrix.readRow(query, row, 0);
            double end = shading.range() == Shading.Range.ROW ? largest(row) : top;
            for (int key = 0; key < row.length; key++) {
                int cell = query / pooled * columns + key / pooled;
                if (row[key] > 0 || !isCausal() || key <= query) {
                    highest[cell] = Math.max(highest[cell], shading.position(row[key], end));
                }
            }
        }
        for (int i = 0; i < levels.length; i++) {
            levels[i] =
                    (byte)
                            (highest[i] < 0
                                    ? CellGrid.MASKED
                                    : Math.round(highest[i] * CellGrid.TOP));
        }
        return levels;
    }

    private static double largest(float[] row) {
        double most = 0;
        for (float p : row) {
            most = Math.max(most, p);
        }
        return most > 0 ? most : 1;
    }
}
