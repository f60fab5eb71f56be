package io.github.headlight.internal.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** Slanted lines across what is left out on purpose. */
final class Hatch {
    private static final double DISTANCE = 5;

    private Hatch() {}

    /** Draws lines within a rectangle, from its left and top sides up and to the right. */
    static void paint(double x, double y, double width, double height, Ink ink, Graphics2D g) {
        Path2D lines = new Path2D.Double();
        for (double sum = DISTANCE; sum < width + height; sum += DISTANCE) {
            double left = Math.max(0, sum - height);
            double right = Math.min(width, sum);
            lines.moveTo(x + left, y + sum - left);
            lines.lineTo(x + right, y + sum - right);
        }
        g.setPaint(ink.hatch());
        g.setStroke(new BasicStroke(1));
        g.draw(lines);
    }
}
