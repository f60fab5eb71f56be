package io.github.headlight.renderers.html;

import io.github.headlight.tensor.AttentionMatrix;

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
        float[] tile = new float[rows() * columns()];
        float[] row = new float[matrix.keys()];
        for (int y = 0; y < rows(); y++) {
            int queries = queryEdges[y + 1] - queryEdges[y];
            for (int q = queryEdges[y]; q < queryEdges[y + 1]; q++) {
                matrix.readRow(q, row, 0);
                for (int x = 0; x < columns(); x++) {
                    float sum = 0;
                    for (int k = keyEdges[x]; k < keyEdges[x + 1]; k++) {
                        sum += row[k];
                    }
                    tile[y * columns() + x] += sum / queries;
                }
            }
        }
        return tile;
    }
}
