package io.github.headlight.internal.canvas;

import java.awt.Shape;
import java.awt.geom.PathIterator;

/**
 * The {@code d} of a path, short: relative commands, {@code h} and {@code v} where they do, no line
 * back to the start before a close. Rounding errors do not add up.
 */
final class SvgPathData {
    private final StringBuilder data = new StringBuilder();
    private long x;
    private long y;
    private long startX;
    private long startY;

    private SvgPathData() {}

    static String of(Shape shape) {
        SvgPathData path = new SvgPathData();
        double[] c = new double[6];
        PathIterator steps = shape.getPathIterator(null);
        // A line is held back until the next step, because before a close it may be superfluous.
        boolean held = false;
        long heldX = 0;
        long heldY = 0;
        for (; !steps.isDone(); steps.next()) {
            int type = steps.currentSegment(c);
            boolean back = heldX == path.startX && heldY == path.startY;
            if (held && !(type == PathIterator.SEG_CLOSE && back)) {
                path.line(heldX, heldY);
            }
            held = type == PathIterator.SEG_LINETO;
            switch (type) {
                case PathIterator.SEG_MOVETO -> path.move(c);
                case PathIterator.SEG_LINETO -> {
                    heldX = SvgNumber.hundredths(c[0]);
                    heldY = SvgNumber.hundredths(c[1]);
                }
                case PathIterator.SEG_QUADTO -> path.curve('q', c, 2);
                case PathIterator.SEG_CUBICTO -> path.curve('c', c, 3);
                default -> path.close();
            }
        }
        if (held) {
            path.line(heldX, heldY);
        }
        return path.data.toString();
    }

    private void move(double[] c) {
        long toX = SvgNumber.hundredths(c[0]);
        long toY = SvgNumber.hundredths(c[1]);
        command(data.isEmpty() ? 'M' : 'm', toX - x, toY - y);
        x = toX;
        y = toY;
        startX = toX;
        startY = toY;
    }

    private void line(long toX, long toY) {
        if (toY == y) {
            command('h', toX - x);
        } else if (toX == x) {
            command('v', toY - y);
        } else {
            command('l', toX - x, toY - y);
        }
        x = toX;
        y = toY;
    }

    private void curve(char letter, double[] c, int points) {
        long[] steps = new long[2 * points];
        for (int i = 0; i < steps.length; i += 2) {
            steps[i] = SvgNumber.hundredths(c[i]) - x;
            steps[i + 1] = SvgNumber.hundredths(c[i + 1]) - y;
        }
        command(letter, steps);
        x += steps[steps.length - 2];
        y += steps[steps.length - 1];
    }

    private void close() {
        data.append('z');
        x = startX;
        y = startY;
    }

    private void command(char letter, long... hundredths) {
        data.append(letter);
        for (int i = 0; i < hundredths.length; i++) {
            if (i > 0 && hundredths[i] >= 0) {
                data.append(' ');
            }
            data.append(SvgNumber.ofHundredths(hundredths[i]));
        }
    }
}
