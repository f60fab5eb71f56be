package io.github.headlight.internal.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
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

    /**
     * Paints on a graphics whose unit is a cell and whose origin is the first cell's corner.
     *
     * @param palette colours of the levels, {@code 0xRRGGBB}
     */
    static void paint(CellGrid cells, int[] palette, Ink ink, Graphics2D g) {
        if ((long) cells.rows() * cells.columns() > MOST_SHAPES) {
            BufferedImage image = image(cells.levels(), cells.columns(), palette);
            g.drawImage(image, new AffineTransform(), null);
        } else {
            LevelPaths paths = new LevelPaths();
            paths.add(cells.levels(), cells.columns(), 0, 0, 1);
            paths.fill(palette, ink.background(), g);
        }
    }

    /**
     * {@return an image with a pixel for each level}
     *
     * @param levels row by row
     * @param columns how many are in a row
     * @param palette colours of the levels, {@code 0xRRGGBB}
     */
    static BufferedImage image(byte[] levels, int columns, int[] palette) {
        IndexColorModel colors =
                new IndexColorModel(8, 256, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        WritableRaster raster =
                Raster.createInterleavedRaster(
                        new DataBufferByte(levels, levels.length),
                        columns,
                        levels.length / columns,
                        columns,
                        1,
                        new int[1],
                        null);
        return new BufferedImage(colors, raster, false, null);
    }
}
