package io.github.headlight.internal.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * Paints cells: few as shapes, one for each colour, many as one image. Cells that look like the
 * background are left out.
 */
final class CellPainter {
    /** More cells than this are an image: shapes would make a file of hundreds of kilobytes. */
    static final int MOST_SHAPES = 128 * 128;

    private CellPainter() {}

    /** Paints on a graphics whose unit is a cell and whose origin is the first cell's corner. */
    static void paint(CellGrid cells, Ink ink, Graphics2D g) {
        if ((long) cells.rows() * cells.columns() > MOST_SHAPES) {
            g.drawImage(image(cells, ink), new AffineTransform(), null);
        } else {
            paintShapes(cells, ink, g);
        }
    }

    private static BufferedImage image(CellGrid cells, Ink ink) {
        byte[] levels = cells.levels();
        IndexColorModel colors =
                new IndexColorModel(
                        8, 256, CellGrid.palette(ink), 0, false, -1, DataBuffer.TYPE_BYTE);
        WritableRaster raster =
                Raster.createInterleavedRaster(
                        new DataBufferByte(levels, levels.length),
                        cells.columns(),
                        cells.rows(),
                        cells.columns(),
                        1,
                        new int[1],
                        null);
        return new BufferedImage(colors, raster, false, null);
    }

    private static void paintShapes(CellGrid cells, Ink ink, Graphics2D g) {
        int[] palette = CellGrid.palette(ink);
        int background = ink.background().getRGB() & 0xffffff;
        Path2D[] paths = new Path2D[256];
        for (int row = 0; row < cells.rows(); row++) {
            for (int from = 0, to; from < cells.columns(); from = to) {
                int level = cells.level(row, from);
                to = from + 1;
                while (to < cells.columns() && cells.level(row, to) == level) {
                    to++;
                }
                if (palette[level] != background) {
                    if (paths[level] == null) {
                        paths[level] = new Path2D.Double();
                    }
                    paths[level].append(new Rectangle2D.Double(from, row, to - from, 1), false);
                }
            }
        }
        Object before = g.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        for (int level = 0; level < paths.length; level++) {
            if (paths[level] != null) {
                g.setPaint(new Color(palette[level]));
                g.fill(paths[level]);
            }
        }
        g.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                before == null ? RenderingHints.VALUE_ANTIALIAS_DEFAULT : before);
    }
}
