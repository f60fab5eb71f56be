package io.github.headlight.internal.canvas;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/**
 * A line of text at a place. It is turned about its anchor: the point at its start, middle or end,
 * half-way up its capitals.
 *
 * @param text what is shown
 * @param full the whole text, if {@code text} is cut, else the same
 * @param x of the anchor
 * @param y of the anchor
 * @param anchor which point of the text is at {@code x}
 * @param degrees how far it is turned, counter-clockwise
 * @param style how it looks
 */
public record TextLine(
        String text,
        String full,
        double x,
        double y,
        Anchor anchor,
        double degrees,
        TextStyle style) {

    /** From the middle of a line down to its baseline, in parts of the font size. */
    static final double BASELINE = 0.36;

    /** Which point of a line is placed. */
    public enum Anchor {
        /** The left end. */
        START(0),
        /** The middle. */
        MIDDLE(0.5),
        /** The right end. */
        END(1);

        private final double part;

        Anchor(double part) {
            this.part = part;
        }

        /** {@return the part of the text's width that lies before the anchor} */
        public double part() {
            return part;
        }
    }

    /** {@return upright text that is shown in full} */
    public static TextLine of(String text, double x, double y, Anchor anchor, TextStyle style) {
        return new TextLine(text, text, x, y, anchor, 0, style);
    }

    /** {@return the width that is kept free for it, in units} */
    public double width() {
        return TextWidth.of(text, style);
    }

    /** {@return the area that is kept free for it: its width, and its font size in height} */
    public Shape area() {
        double width = width();
        AffineTransform turn = AffineTransform.getRotateInstance(-Math.toRadians(degrees), x, y);
        return turn.createTransformedShape(
                new Rectangle2D.Double(
                        x - anchor.part() * width, y - style.size() / 2, width, style.size()));
    }
}
