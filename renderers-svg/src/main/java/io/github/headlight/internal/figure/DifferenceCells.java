package io.github.headlight.internal.figure;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.Difference;
import io.github.headlight.view.Shading;

/**
 * A matrix of differences as levels of colour, from {@link #LEAST} by {@link #ZERO} to {@link
 * #MOST}, or {@link CellGrid#MASKED}. Where there are more tokens than cells, a cell shows the
 * largest change in its block.
 */
final class DifferenceCells {
    /** The level of the largest decrease. */
    static final int LEAST = 0;

    /** The level of no difference. */
    static final int ZERO = 126;

    /** The level of the largest increase. */
    static final int MOST = 252;

    private DifferenceCells() {}

    /**
     * {@return the cells of a difference}
     *
     * @param mesh how many tokens are a cell
     * @param shading from differences, without their signs, to distances from {@link #ZERO}
     */
    static CellGrid of(Difference difference, Mesh mesh, Shading shading) {
        SignedMatrix matrix = difference.matrix();
        boolean causal = difference.direction() == AttentionDirection.CAUSAL;
        int[] keys = difference.keys().stream().mapToInt(Token::index).toArray();
        CellGrid cells = new CellGrid(mesh.rows(), mesh.columns());
        for (int row = 0; row < cells.rows(); row++) {
            for (int column = 0; column < cells.columns(); column++) {
                cells.setLevel(row, column, CellGrid.MASKED);
            }
        }
        double top = top(difference, shading);
        for (int q = 0; q < matrix.queries(); q++) {
            double end = shading.range() == Shading.Range.ROW ? extent(matrix, q) : top;
            int row = q / mesh.queriesPerCell();
            int query = difference.queries().get(q).index();
            for (int k = 0; k < keys.length; k++) {
                float change = matrix.get(q, k);
                int column = k / mesh.keysPerCell();
                if (!causal || keys[k] <= query || change != 0) {
                    int level = level(change, end, shading);
                    int before = cells.level(row, column);
                    if (before == CellGrid.MASKED
                            || Math.abs(level - ZERO) > Math.abs(before - ZERO)) {
                        cells.setLevel(row, column, level);
                    }
                }
            }
        }
        return cells;
    }

    private static int level(float change, double end, Shading shading) {
        double distance = shading.position(Math.abs(change), end);
        return ZERO + (int) Math.round(Math.copySign(distance, change) * (MOST - ZERO));
    }

    /** {@return what the ends of the ramp stand for; 1 where each row has its own} */
    static double top(Difference difference, Shading shading) {
        float extent = difference.matrix().extent();
        return shading.range() != Shading.Range.PICTURE || extent == 0 ? 1 : extent;
    }

    private static double extent(SignedMatrix matrix, int query) {
        float most = 0;
        for (int key = 0; key < matrix.keys(); key++) {
            most = Math.max(most, Math.abs(matrix.get(query, key)));
        }
        return most > 0 ? most : 1;
    }

    /** {@return the colours of the levels, {@code 0xRRGGBB}} */
    static int[] palette(Ink ink) {
        int[] palette = CellGrid.palette(ink);
        for (int level = LEAST; level <= MOST; level++) {
            palette[level] = ink.diverging((level - ZERO) / (double) (MOST - ZERO));
        }
        return palette;
    }
}
