package io.github.headlight.internal.figure;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenMatrix;

import java.util.Arrays;

/**
 * A matrix as levels of colour, one byte a cell. Where there are more tokens than cells, a cell
 * shows the largest probability in its block: a mean would make lines of one token fade away.
 */
final class CellGrid {
    /** The level of the ramp's end; level 0 is its beginning, or what is below the threshold. */
    static final int TOP = 253;

    /** A cell whose only key is the sink, which is not drawn. */
    static final int LEFT_OUT = 254;

    /** A cell whose keys all come after its queries, so that a causal model cannot see them. */
    static final int MASKED = 255;

    private final int rows;
    private final int columns;
    private final byte[] levels;

    /** Makes cells that are all on level 0. */
    CellGrid(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.levels = new byte[Math.multiplyExact(rows, columns)];
    }

    /**
     * {@return the cells of a matrix}
     *
     * @param cells probabilities
     * @param shading from probabilities to levels
     * @param queriesPerCell tokens to a row
     * @param keysPerCell tokens to a column
     */
    static CellGrid of(TokenMatrix cells, Shading shading, int queriesPerCell, int keysPerCell) {
        AttentionMatrix matrix = cells.matrix();
        boolean causal = cells.direction() == AttentionDirection.CAUSAL;
        int[] keys = cells.keys().stream().mapToInt(Token::index).toArray();
        CellGrid grid =
                new CellGrid(
                        ceilDiv(matrix.queries(), queriesPerCell),
                        ceilDiv(keys.length, keysPerCell));
        double end = top(shading, matrix);
        boolean sinkAlone =
                keysPerCell == 1
                        && cells.lens().sink() != Sink.SHOWN
                        && TokenMatrix.isSink(cells.keys().get(0));
        float[] row = new float[keys.length];
        double[] highest = new double[grid.columns];
        for (int r = 0; r < grid.rows; r++) {
            Arrays.fill(highest, -1);
            int from = r * queriesPerCell;
            int to = Math.min(from + queriesPerCell, matrix.queries());
            for (int q = from; q < to; q++) {
                matrix.readRow(q, row, 0);
                if (shading.range() == Shading.Range.ROW) {
                    end = orOne(max(row));
                }
                int query = cells.queries().get(q).index();
                for (int k = 0; k < row.length; k++) {
                    float p = Math.max(row[k], 0);
                    if (!causal || keys[k] <= query || p > 0) {
                        int column = k / keysPerCell;
                        highest[column] = Math.max(highest[column], shading.position(p, end));
                    }
                }
            }
            grid.setRow(r, highest, sinkAlone);
        }
        return grid;
    }

    /**
     * {@return what the end of the ramp stands for: 1, or the largest value of a matrix; where rows
     * have each their own, 1 stands for a row's largest}
     */
    static double top(Shading shading, AttentionMatrix matrix) {
        if (shading.range() != Shading.Range.PICTURE) {
            return 1;
        }
        float most = 0;
        float[] row = new float[matrix.keys()];
        for (int query = 0; query < matrix.queries(); query++) {
            matrix.readRow(query, row, 0);
            most = Math.max(most, max(row));
        }
        return orOne(most);
    }

    private static float max(float[] row) {
        float most = 0;
        for (float value : row) {
            most = Math.max(most, value);
        }
        return most;
    }

    /** Where all is 0, any end will do. */
    private static double orOne(float most) {
        return most > 0 ? most : 1;
    }

    private void setRow(int row, double[] highest, boolean sinkLeftOut) {
        for (int c = 0; c < columns; c++) {
            long level = highest[c] < 0 ? MASKED : Math.round(highest[c] * TOP);
            levels[row * columns + c] = (byte) level;
        }
        if (sinkLeftOut && highest[0] >= 0) {
            levels[row * columns] = (byte) LEFT_OUT;
        }
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** {@return 0 to {@link #TOP}, {@link #LEFT_OUT} or {@link #MASKED}} */
    int level(int row, int column) {
        return levels[row * columns + column] & 0xff;
    }

    /** Sets the level of a cell. */
    void setLevel(int row, int column, int level) {
        levels[row * columns + column] = (byte) level;
    }

    /** {@return whether a cell has a level} */
    boolean has(int wanted) {
        for (byte level : levels) {
            if (level == (byte) wanted) {
                return true;
            }
        }
        return false;
    }

    /** {@return the levels, row by row; not to be changed} */
    byte[] levels() {
        return levels;
    }

    /** {@return the colours of the levels, {@code 0xRRGGBB}} */
    static int[] palette(Ink ink) {
        int[] palette = new int[256];
        for (int level = 0; level <= TOP; level++) {
            palette[level] = ink.ramp(level / (double) TOP);
        }
        if (ink.shading().threshold() > 0) {
            palette[0] = ink.background().getRGB() & 0xffffff;
        }
        palette[LEFT_OUT] = ink.leftOut().getRGB() & 0xffffff;
        palette[MASKED] = ink.masked().getRGB() & 0xffffff;
        return palette;
    }
}
