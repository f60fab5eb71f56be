package io.github.headlight.internal.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Rectangles in few colours, one shape for each colour, with sharp edges. */
final class LevelPaths {
    private final Path2D[] paths = new Path2D[256];

    /**
     * Adds a rectangle.
     *
     * @param level its colour, 0 to 255
     */
    void add(int level, double x, double y, double width, double height) {
        if (paths[level] == null) {
            paths[level] = new Path2D.Double();
        }
        paths[level].append(new Rectangle2D.Double(x, y, width, height), false);
    }

    /**
     * Adds a matrix of levels as runs of equal neighbours in a row.
     *
     * @param levels row by row
     * @param columns how many are in a row
     * @param x left edge
     * @param y top edge
     * @param unit side of a cell
     */
    void add(byte[] levels, int columns, double x, double y, double unit) {
        for (int row = 0; row < levels.length / columns; row++) {
            int start = row * columns;
            for (int from = 0, to; from < columns; from = to) {
                byte level = levels[start + from];
                to = from + 1;
                while (to < columns && levels[start + to] == level) {
                    to++;
                }
                add(level & 0xff, x + from * unit, y + row * unit, (to - from) * unit, unit);
            }
        }
    }

    /**
     * Paints all rectangles but those that look like what is beneath them.
     *
     * @param palette colours of the levels, {@code 0xRRGGBB}
     * @param beneath the colour beneath
     * @param g where
     */
    void fill(int[] palette, Color beneath, Graphics2D g) {
        Object before = g.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        for (int level = 0; level < paths.length; level++) {
            if (paths[level] != null && palette[level] != (beneath.getRGB() & 0xffffff)) {
                g.setPaint(new Color(palette[level]));
                g.fill(paths[level]);
            }
        }
        g.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                before == null ? RenderingHints.VALUE_ANTIALIAS_DEFAULT : before);
    }
}
