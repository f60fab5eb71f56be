package io.github.headlight.analysis.flow;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A product of lower triangular matrices {@code [query, key]} whose rows sum to 1. A layer's rows
 * are made when they are needed and stand nowhere; sums are in double precision. Takes {@code n³/6}
 * multiplications and additions.
 */
final class TriangularProduct {
    /** Rows that share one reading of the other matrix. */
    private static final int BLOCK = 16;

    /** Columns that are summed up at once, so that a block of sums stays in the cache. */
    private static final int TILE = 512;

    private TriangularProduct() {}

    /** The layer's matrix times those below it, {@code [n, n]}, rows normalised. */
    static float[] of(ResidualAttention layer, float[] below, int n) {
        float[] product = new float[n * n];
        int blocks = (n + BLOCK - 1) / BLOCK;
        // Late rows are long: they come first, so that no thread is left with one at the end.
        IntStream.range(0, blocks)
                .parallel()
                .forEach(block -> multiply(layer, below, product, n, (blocks - 1 - block) * BLOCK));
        return product;
    }

    private static void multiply(
            ResidualAttention layer, float[] below, float[] product, int n, int first) {
        int rows = Math.min(BLOCK, n - first);
        double[][] weights = new double[rows][first + rows];
        for (int r = 0; r < rows; r++) {
            layer.readRow(first + r, weights[r]);
        }
        double[][] sums = new double[rows][TILE];
        double[] totals = new double[rows];
        double[] other = new double[TILE];
        for (int from = 0; from < first + rows; from += TILE) {
            for (double[] sum : sums) {
                Arrays.fill(sum, 0);
            }
            for (int k = from; k < first + rows; k++) {
                int width = Math.min(TILE, k + 1 - from);
                for (int j = 0; j < width; j++) {
                    other[j] = below[k * n + from + j];
                }
                for (int r = Math.max(0, k - first); r < rows; r++) {
                    add(weights[r][k], other, sums[r], width);
                }
            }
            for (int r = 0; r < rows; r++) {
                int width = Math.min(TILE, first + r + 1 - from);
                for (int j = 0; j < width; j++) {
                    totals[r] += sums[r][j];
                    product[(first + r) * n + from + j] = (float) sums[r][j];
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            int at = (first + r) * n;
            for (int j = 0; j <= first + r; j++) {
                product[at + j] = (float) (product[at + j] / totals[r]);
            }
        }
    }

    private static void add(double weight, double[] other, double[] sum, int width) {
        for (int j = 0; j < width; j++) {
            sum[j] += weight * other[j];
        }
    }

    /** The matrix that changes nothing. */
    static float[] identity(int n) {
        float[] identity = new float[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        return identity;
    }
}
