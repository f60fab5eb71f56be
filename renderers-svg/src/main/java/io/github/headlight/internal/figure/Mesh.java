package io.github.headlight.internal.figure;

/**
 * Number and size of a matrix's cells. Cells are large enough for a label each while the picture
 * stays of a size for a page, and never under a unit: beyond that a cell stands for several tokens.
 * They are square, unless one side has so few tokens that the matrix would be a thin strip.
 *
 * @param rows cells down
 * @param columns cells across
 * @param cellWidth in units
 * @param cellHeight in units
 * @param queriesPerCell tokens to a row of cells
 * @param keysPerCell tokens to a column of cells
 */
record Mesh(
        int rows, int columns, int cellWidth, int cellHeight, int queriesPerCell, int keysPerCell) {
    /** The side of a matrix with few tokens. */
    private static final int USUAL_SIDE = 480;

    /** The largest side of a matrix. */
    private static final int LARGEST_SIDE = 1024;

    /** A side is at least this, while its cells allow, so that few queries make no thin strip. */
    private static final int THINNEST = 240;

    private static final int LARGEST_CELL = 40;
    private static final int LARGEST_THIN_CELL = 80;

    /**
     * Chooses cells.
     *
     * @param queries tokens down
     * @param keys tokens across
     * @param labelled the side of a cell that has room for what it should hold, if it can be had
     */
    static Mesh of(int queries, int keys, int labelled) {
        int queriesPerCell = CellGrid.ceilDiv(queries, LARGEST_SIDE);
        int keysPerCell = CellGrid.ceilDiv(keys, LARGEST_SIDE);
        int rows = CellGrid.ceilDiv(queries, queriesPerCell);
        int columns = CellGrid.ceilDiv(keys, keysPerCell);
        int cell = Math.min(cell(rows, labelled), cell(columns, labelled));
        return new Mesh(
                rows,
                columns,
                widened(cell, columns),
                widened(cell, rows),
                queriesPerCell,
                keysPerCell);
    }

    /** Whole units, so that edges lie on pixels. */
    private static int cell(int cells, int labelled) {
        int least = Math.min(labelled, LARGEST_SIDE / cells);
        return Math.min(Math.max(LARGEST_CELL, labelled), Math.max(USUAL_SIDE / cells, least));
    }

    private static int widened(int cell, int cells) {
        return Math.max(cell, Math.min(LARGEST_THIN_CELL, THINNEST / cells));
    }

    int width() {
        return columns * cellWidth;
    }

    int height() {
        return rows * cellHeight;
    }
}
