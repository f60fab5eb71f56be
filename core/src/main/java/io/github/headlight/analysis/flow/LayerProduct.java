package io.github.headlight.analysis.flow;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A product of matrices {@code [query, key]} whose rows sum to 1, lower triangular ones of a causal
 * model. A layer's rows are made when they are needed and stand nowhere; sums are in double
 * precision. Takes {@code n³/6} multiplications and additions if causal, else {@code n³}.
 */
final class LayerProduct {
    /** Rows that share one reading of the other matrix. */
    private static final int BLOCK = 16;

    /** Columns that are summed up at once, so that a block of sums stays in the cache. */
    private static final int TILE = 512;

    private LayerProduct() {}

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
        int keys = layer.keys(first + rows - 1);
        boolean causal = layer.isCausal();
        double[][] weights = new double[rows][keys];
        for (int r = 0; r < rows; r++) {
            layer.readRow(first + r, weights[r]);
        }
        double[][] sums = new double[rows][TILE];
        double[] totals = new double[rows];
        double[] other = new double[TILE];
        for (int from = 0; from < keys; from += TILE) {
            for (double[] sum : sums) {
                Arrays.fill(sum, 0);
            }
            for (int k = causal ? from : 0; k < keys; k++) {
                int width = Math.min(TILE, layer.keys(k) - from);
                for (int j = 0; j < width; j++) {
                    other[j] = below[k * n + from + j];
                }
                for (int r = causal ? Math.max(0, k - first) : 0; r < rows; r++) {
                    add(weights[r][k], other, sums[r], width);
                }
            }
            for (int r = 0; r < rows; r++) {
                int width = Math.min(TILE, layer.keys(first + r) - from);
                for (int j = 0; j < width; j++) {
                    totals[r] += sums[r][j];
                    product[(first + r) * n + from + j] = (float) sums[r][j];
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            int at = (first + r) * n;
            for (int j = 0; j < layer.keys(first + r); j++) {
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
