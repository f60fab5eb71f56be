package io.github.headlight.internal.figure;

import java.awt.BasicStroke;
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
import java.util.Arrays;

/**
 * Paints all thumbnails of a map: few cells as shapes, one for each colour, many as one image with
 * a pixel for each unit, gaps included. An image for each thumbnail would repeat its palette.
 *
 * @param thumbnails what to paint
 * @param table where each of them is
 * @param unit side of a cell
 * @param ink colours
 */
record ThumbnailSheet(Thumbnails thumbnails, HeadTable table, int unit, Ink ink) {
    /** The level of gaps; maps leave nothing out. */
    private static final int GAP = CellGrid.LEFT_OUT;

    /** Paints on a graphics whose origin is the table's corner. */
    void paint(Graphics2D g) {
        long cells = (long) table.layers() * table.heads();
        if (cells * thumbnails.rows() * thumbnails.columns() > CellPainter.MOST_SHAPES) {
            g.drawImage(image(), new AffineTransform(), null);
        } else {
            paintShapes(g);
        }
        paintFrames(g);
    }

    /** Without them, thumbnails of little attention would have no left and lower edge. */
    private void paintFrames(Graphics2D g) {
        Path2D frames = new Path2D.Double();
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                frames.append(
                        new Rectangle2D.Double(
                                table.x(head) - 0.5,
                                table.y(layer) - 0.5,
                                table.cellWidth() + 1,
                                table.cellHeight() + 1),
                        false);
            }
        }
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        g.draw(frames);
    }

    private int[] palette() {
        int[] palette = CellGrid.palette(ink);
        palette[GAP] = ink.background().getRGB() & 0xffffff;
        return palette;
    }

    private BufferedImage image() {
        byte[] pixels = new byte[Math.multiplyExact(table.width(), table.height())];
        Arrays.fill(pixels, (byte) GAP);
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                enlarge(
                        thumbnails.levels(layer, head),
                        pixels,
                        table.y(layer) * table.width() + table.x(head));
            }
        }
        IndexColorModel colors =
                new IndexColorModel(8, 256, palette(), 0, false, -1, DataBuffer.TYPE_BYTE);
        return new BufferedImage(
                colors,
                Raster.createInterleavedRaster(
                        new DataBufferByte(pixels, pixels.length),
                        table.width(),
                        table.height(),
                        table.width(),
                        1,
                        new int[1],
                        null),
                false,
                null);
    }

    private void enlarge(byte[] levels, byte[] pixels, int corner) {
        for (int row = 0; row < thumbnails.rows() * unit; row++) {
            int to = corner + row * table.width();
            for (int column = 0; column < thumbnails.columns(); column++) {
                byte level = levels[row / unit * thumbnails.columns() + column];
                Arrays.fill(pixels, to + column * unit, to + (column + 1) * unit, level);
            }
        }
    }

    private void paintShapes(Graphics2D g) {
        Path2D[] paths = new Path2D[256];
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                collect(thumbnails.levels(layer, head), table.x(head), table.y(layer), paths);
            }
        }
        Object before = g.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        int[] palette = palette();
        for (int level = 0; level < paths.length; level++) {
            if (paths[level] != null && palette[level] != palette[GAP]) {
                g.setPaint(new Color(palette[level]));
                g.fill(paths[level]);
            }
        }
        g.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                before == null ? RenderingHints.VALUE_ANTIALIAS_DEFAULT : before);
    }

    private void collect(byte[] levels, int x, int y, Path2D[] paths) {
        int columns = thumbnails.columns();
        for (int row = 0; row < thumbnails.rows(); row++) {
            for (int from = 0, to; from < columns; from = to) {
                byte level = levels[row * columns + from];
                to = from + 1;
                while (to < columns && levels[row * columns + to] == level) {
                    to++;
                }
                Path2D path = paths[level & 0xff];
                if (path == null) {
                    path = paths[level & 0xff] = new Path2D.Double();
                }
                path.append(
                        new Rectangle2D.Double(
                                x + from * unit, y + row * unit, (to - from) * unit, unit),
                        false);
            }
        }
    }
}
