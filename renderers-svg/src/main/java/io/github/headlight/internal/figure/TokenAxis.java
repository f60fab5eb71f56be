package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The token labels along one side of a matrix: which are shown, how large, how they are turned and
 * how much room they need. Labels never overlap. Beside its text a label has its token's index,
 * unless all tokens are shown and no two look alike.
 */
final class TokenAxis {
    /** Where an axis is. */
    enum Side {
        /** Left of the matrix: upright labels that end at it. */
        LEFT,
        /** Below the matrix: labels in the middle of their columns, or turned. */
        BOTTOM
    }

    /** The most room for a label's text, in parts of the usual font size; the rest is cut. */
    private static final double LONGEST = 10;

    /** From the matrix to the labels. */
    static final double GAP = 6;

    /** From one baseline to the next, in parts of the font size. */
    private static final double LEADING = 1.15;

    private static final double INDEX_GAP = 6;

    private final Side side;
    private final List<TokenLabel> shown;
    private final int step;
    private final double pitch;
    private final double fontSize;
    private final double longest;
    private final double degrees;
    private final double indexRoom;
    private final double textRoom;

    /**
     * Lays an axis out.
     *
     * @param side where it is
     * @param labels of all tokens
     * @param pitch from one token to the next, in units
     * @param ink styles
     */
    TokenAxis(Side side, List<TokenLabel> labels, double pitch, Ink ink) {
        this.side = side;
        this.pitch = pitch;
        this.longest = LONGEST * ink.fontSize();
        this.fontSize = fontSize(pitch / ink.fontSize()) * ink.fontSize();
        double slope = side == Side.LEFT ? 1 : Math.sin(Math.toRadians(60));
        this.step = niceStep(fontSize * LEADING / slope / pitch);
        this.shown = everyNth(labels, step);
        boolean indexed = step > 1 || haveTwins(labels);
        TextStyle style = ink.text(fontSize);
        this.textRoom = widest(shown, style);
        this.indexRoom = indexed ? indexWidth(style) + INDEX_GAP : 0;
        this.degrees = side == Side.LEFT ? 0 : turn();
    }

    /** A little smaller where labels are close together; both as parts of the usual size. */
    private static double fontSize(double pitch) {
        if (pitch >= 16.0 / 11) {
            return 1;
        }
        return pitch >= 13.5 / 11 ? 10.0 / 11 : 9.0 / 11;
    }

    /** The smallest of 1, 2, 5, 10, 20, … that is enough. */
    static int niceStep(double least) {
        for (int power = 1; ; power *= 10) {
            for (int step : new int[] {power, 2 * power, 5 * power}) {
                if (step >= least) {
                    return step;
                }
            }
        }
    }

    private static List<TokenLabel> everyNth(List<TokenLabel> labels, int step) {
        List<TokenLabel> some = new ArrayList<>();
        for (int i = 0; i < labels.size(); i += step) {
            some.add(labels.get(i));
        }
        return some;
    }

    private static boolean haveTwins(List<TokenLabel> labels) {
        Set<String> seen = new HashSet<>();
        return labels.stream().anyMatch(label -> !seen.add(label.full()));
    }

    private double widest(List<TokenLabel> labels, TextStyle style) {
        return labels.stream()
                .mapToDouble(label -> TextWidth.of(label.fit(style, longest), style))
                .max()
                .orElse(0);
    }

    private double indexWidth(TextStyle style) {
        int largest = shown.stream().mapToInt(TokenLabel::index).max().orElse(0);
        return TextWidth.of(Integer.toString(largest), style);
    }

    /** Upright if each label fits its column, else as little as possible. */
    private double turn() {
        if (Math.max(textRoom, indexRoom) + 4 <= pitch * step) {
            return 0;
        }
        double half = Math.sin(Math.toRadians(45));
        return pitch * step * half >= fontSize * LEADING ? 45 : 60;
    }

    /** {@return how far the labels reach from the matrix, the gap included} */
    double depth() {
        double length = indexRoom + textRoom;
        if (side == Side.LEFT) {
            return GAP + length;
        }
        if (degrees == 0) {
            return GAP + fontSize * LEADING * (indexRoom > 0 ? 2 : 1);
        }
        double turn = Math.toRadians(degrees);
        return GAP + Math.sin(turn) * length + Math.cos(turn) * fontSize;
    }

    /** {@return how far labels below the matrix reach to the left of it, at most} */
    double overhang(Ink ink) {
        double most = 0;
        for (TextLine line : lines(0, 0, ink)) {
            most = Math.max(most, -line.area().getBounds2D().getMinX());
        }
        return most;
    }

    /** {@return places along the axis that have a label, when not all tokens have} */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; step > 1 && i < shown.size(); i++) {
            ticks.add(position(i));
        }
        return ticks;
    }

    private double position(int shownIndex) {
        return (shownIndex * step + 0.5) * pitch;
    }

    /**
     * {@return the labels}
     *
     * @param x left edge of the matrix
     * @param y top edge of the matrix for {@link Side#LEFT}, bottom edge for {@link Side#BOTTOM}
     * @param ink styles
     */
    List<TextLine> lines(double x, double y, Ink ink) {
        List<TextLine> indices = new ArrayList<>();
        List<TextLine> texts = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            TokenLabel label = shown.get(i);
            TextStyle style = label.template() ? ink.dim(fontSize) : ink.text(fontSize);
            String text = label.fit(style, longest);
            String index = Integer.toString(label.index());
            if (indexRoom > 0) {
                indices.add(line(index, index, x, y, i, 0, ink.dim(fontSize)));
            }
            texts.add(line(text, label.full(), x, y, i, indexRoom, style));
        }
        indices.addAll(texts);
        return indices;
    }

    private TextLine line(
            String text, String full, double x, double y, int i, double away, TextStyle style) {
        double at = position(i);
        if (side == Side.LEFT) {
            return new TextLine(text, full, x - GAP - away, y + at, Anchor.END, 0, style);
        }
        if (degrees == 0) {
            double down = GAP + fontSize * LEADING * (away > 0 ? 1.5 : 0.5);
            return new TextLine(text, full, x + at, y + down, Anchor.MIDDLE, 0, style);
        }
        double turn = Math.toRadians(degrees);
        double down = GAP + Math.cos(turn) * fontSize / 2;
        return new TextLine(
                text,
                full,
                x + at - Math.cos(turn) * away,
                y + down + Math.sin(turn) * away,
                Anchor.END,
                degrees,
                style);
    }
}
