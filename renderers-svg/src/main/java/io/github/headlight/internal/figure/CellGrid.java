package io.github.headlight.internal.figure;

import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.TokenMatrix;

import java.util.Arrays;

/**
 * A matrix as levels of colour, one byte a cell. Where there are more tokens than cells, a cell
 * shows the largest probability in its block: a mean would make lines of one token fade away.
 */
final class CellGrid {
    /** The level of probability 1; level 0 is probability 0. */
    static final int TOP = 254;

    /** A cell whose keys all come after its queries, so that a causal model cannot see them. */
    static final int MASKED = 255;

    private final int rows;
    private final int columns;
    private final byte[] levels;

    private CellGrid(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.levels = new byte[Math.multiplyExact(rows, columns)];
    }

    /**
     * {@return the cells of a heatmap}
     *
     * @param queriesPerCell tokens to a row
     * @param keysPerCell tokens to a column
     */
    static CellGrid of(TokenMatrix cells, ColorScale scale, int queriesPerCell, int keysPerCell) {
        AttentionMatrix matrix = cells.matrix();
        int[] keys = cells.keys().stream().mapToInt(Token::index).toArray();
        CellGrid grid =
                new CellGrid(
                        ceilDiv(matrix.queries(), queriesPerCell),
                        ceilDiv(keys.length, keysPerCell));
        float[] row = new float[keys.length];
        float[] largest = new float[grid.columns];
        for (int r = 0; r < grid.rows; r++) {
            Arrays.fill(largest, -1);
            int from = r * queriesPerCell;
            int to = Math.min(from + queriesPerCell, matrix.queries());
            for (int q = from; q < to; q++) {
                matrix.readRow(q, row, 0);
                gather(row, keys, cells.queries().get(q).index(), keysPerCell, largest);
            }
            grid.setRow(r, largest, scale);
        }
        return grid;
    }

    /** Raises each cell to the largest probability of its keys that the query can see. */
    private static void gather(
            float[] row, int[] keys, int query, int keysPerCell, float[] largest) {
        for (int k = 0; k < row.length; k++) {
            float p = row[k] > 0 ? row[k] : 0;
            boolean masked = keys[k] > query && p == 0;
            int column = k / keysPerCell;
            if (!masked && p > largest[column]) {
                largest[column] = p;
            }
        }
    }

    private void setRow(int row, float[] largest, ColorScale scale) {
        for (int c = 0; c < columns; c++) {
            long level = largest[c] < 0 ? MASKED : Math.round(scale.position(largest[c]) * TOP);
            levels[row * columns + c] = (byte) level;
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

    /** {@return 0 to {@link #TOP}, or {@link #MASKED}} */
    int level(int row, int column) {
        return levels[row * columns + column] & 0xff;
    }

    boolean hasMasked() {
        for (byte level : levels) {
            if (level == (byte) MASKED) {
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
        palette[MASKED] = ink.masked().getRGB() & 0xffffff;
        return palette;
    }
}
