package io.github.headlight.internal.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
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

    /** Paints on a graphics whose origin is the table's corner. */
    void paint(Graphics2D g) {
        int[] palette = CellGrid.palette(ink);
        palette[Thumbnails.NOTHING] = ink.background().getRGB() & 0xffffff;
        long heads = (long) table.layers() * table.heads();
        if (heads * thumbnails.rows() * thumbnails.columns() > CellPainter.MOST_SHAPES) {
            g.drawImage(
                    CellPainter.image(pixels(), table.width(), palette),
                    new AffineTransform(),
                    null);
        } else {
            shapes().fill(palette, ink.background(), g);
        }
        paintFrames(g);
    }

    private byte[] pixels() {
        byte[] pixels = new byte[Math.multiplyExact(table.width(), table.height())];
        Arrays.fill(pixels, (byte) Thumbnails.NOTHING);
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                enlarge(
                        thumbnails.levels(layer, head),
                        pixels,
                        table.y(layer) * table.width() + table.x(head));
            }
        }
        return pixels;
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

    private LevelPaths shapes() {
        LevelPaths paths = new LevelPaths();
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                paths.add(
                        thumbnails.levels(layer, head),
                        thumbnails.columns(),
                        table.x(head),
                        table.y(layer),
                        unit);
            }
        }
        return paths;
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
}
