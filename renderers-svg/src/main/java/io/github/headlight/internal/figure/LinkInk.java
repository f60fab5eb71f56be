package io.github.headlight.internal.figure;

import io.github.headlight.view.HeadColors;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;

/**
 * How links look: the stronger, the wider and the further from the background. Colours are mixed
 * and not transparent, so that they are the same in every reader and on paper.
 *
 * @param heads how many; one has the colours of probabilities
 * @param widest width of the strongest link
 * @param ink colours
 */
record LinkInk(int heads, double widest, Ink ink) {
    private static final double THINNEST = 0.4;

    /** Even the weakest line is seen. */
    private static final double PALEST = 0.12;

    static LinkInk of(int heads, double pitch, Ink ink) {
        return new LinkInk(heads, Math.max(1, Math.min(ink.scaled(4), 0.3 * pitch)), ink);
    }

    /** Chooses how a link is drawn. */
    void choose(int head, int level, Graphics2D g) {
        g.setPaint(new Color(color(head, level)));
        g.setStroke(
                new BasicStroke(
                        (float) width(level), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    }

    double width(int level) {
        return THINNEST + (widest - THINNEST) * level / Links.LEVELS;
    }

    int color(int head, int level) {
        double part = PALEST + (1 - PALEST) * level / Links.LEVELS;
        return heads == 1 ? ink.ramp(part) : mix(full(head), part);
    }

    /** {@return the colour of a head's strongest links} */
    int full(int head) {
        return heads == 1 ? ink.ramp(1) : HeadColors.of(ink.options().theme()).get(head);
    }

    private int mix(int color, double part) {
        int background = ink.background().getRGB();
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = (background >> shift) & 0xff;
            int to = (color >> shift) & 0xff;
            mixed |= (int) Math.round(from + (to - from) * part) << shift;
        }
        return mixed;
    }

    /** {@return the colour of a link that could be any head's, for legends} */
    int neutral(int level) {
        return heads == 1
                ? color(0, level)
                : mix(ink.options().theme().text(), PALEST + (1 - PALEST) * level / Links.LEVELS);
    }
}
