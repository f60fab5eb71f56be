package io.github.headlight.renderers.html;

import io.github.headlight.tensor.AttentionMatrix;

import java.util.Arrays;

/**
 * Shrinks matrices to the thumbnails of the map. A cell is the mean over a block of queries of the
 * sum over a block of keys: the share of attention that goes there. (The largest cell would make
 * all heads look alike, the mean would pale everything.) The first token keeps a row and a column
 * of its own, so that hiding it leaves its neighbours as they are.
 */
final class Tiles {
    private static final int BLOCKS = 32;

    /** Up to this size every token has its own row: blocks of one and two would look uneven. */
    private static final int UNSHRUNK = 48;

    private final int[] queryEdges;
    private final int[] keyEdges;

    Tiles(int queries, int keys) {
        queryEdges = edges(queries);
        keyEdges = edges(keys);
    }

    private static int[] edges(int size) {
        int blocks = size <= UNSHRUNK ? size : BLOCKS;
        int[] edges = new int[blocks + 1];
        for (int i = 1; i <= blocks; i++) {
            edges[i] = 1 + (int) ((long) (size - 1) * (i - 1) / Math.max(1, blocks - 1));
        }
        return edges;
    }

    /** The first query of each block, then the number of queries. */
    int[] queryEdges() {
        return queryEdges.clone();
    }

    /** The first key of each block, then the number of keys. */
    int[] keyEdges() {
        return keyEdges.clone();
    }

    int rows() {
        return queryEdges.length - 1;
    }

    int columns() {
        return keyEdges.length - 1;
    }

    /** The thumbnail of a matrix, row by row. */
    float[] shrink(AttentionMatrix matrix) {
        float[] row = new float[matrix.keys()];
        return shrink(
                matrix.queries(),
                (query, cells) -> {
                    matrix.readRow(query, row, 0);
                    for (int key = 0; key < row.length; key++) {
                        cells.add(key, row[key]);
                    }
                });
    }

    /** Gives the cells of a row that are not 0. */
    @FunctionalInterface
    interface Rows {
        void read(int query, Cells cells);
    }

    /** Takes the cells of a row. */
    @FunctionalInterface
    interface Cells {
        void add(int key, float probability);
    }

    /**
     * The thumbnail of rows of cells, row by row.
     *
     * @param queries how many rows
     * @param rows gives their cells
     */
    float[] shrink(int queries, Rows rows) {
        int[] columnOf = new int[keyEdges[columns()]];
        for (int x = 0; x < columns(); x++) {
            Arrays.fill(columnOf, keyEdges[x], keyEdges[x + 1], x);
        }
        float[] tile = new float[rows() * columns()];
        for (int query = 0, y = 0; query < queries; query++) {
            while (query >= queryEdges[y + 1]) {
                y++;
            }
            int at = y * columns();
            float share = 1f / (queryEdges[y + 1] - queryEdges[y]);
            rows.read(query, (key, p) -> tile[at + columnOf[key]] += p * share);
        }
        return tile;
    }
}
