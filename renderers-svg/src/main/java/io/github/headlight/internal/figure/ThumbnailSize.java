package io.github.headlight.internal.figure;

/**
 * How large thumbnails are: large where there are few heads, in whole units a cell, so that edges
 * lie on pixels.
 *
 * @param cells along each side
 * @param unit side of a cell
 * @param pooled how many blocks along each side are one cell
 */
record ThumbnailSize(int cells, int unit, int pooled) {
    /** The width of a map, if its heads allow. */
    private static final int USUAL_WIDTH = 900;

    /** The height of a map, if its layers allow. */
    private static final int USUAL_HEIGHT = 1300;

    private static final int SMALLEST = 16;
    private static final int LARGEST = 128;

    /** How much larger than intended a thumbnail may be, rather than pooled. */
    private static final double SLACK = 1.25;

    static ThumbnailSize of(int layers, int heads, int blocks) {
        int side = Math.min(LARGEST, Math.min(USUAL_WIDTH / heads, USUAL_HEIGHT / layers));
        side = Math.max(SMALLEST, side);
        for (int pooled = 1; ; pooled++) {
            int cells = CellGrid.ceilDiv(blocks, pooled);
            int unit = Math.max(1, side / cells);
            if (cells * unit <= SLACK * side) {
                return new ThumbnailSize(cells, unit, pooled);
            }
        }
    }

    int side() {
        return cells * unit;
    }
}
