package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.List;

/**
 * Tokens as a text in lines. Lines end where a token ends one, and where there is no more room, if
 * they can before a word, not within it and not before a comma.
 */
final class TextFlow {
    /** Inside a box, at both sides of its text. */
    static final double PAD = 2;

    /** Between boxes. */
    static final double GAP = 1;

    private static final double SPACE = 0.28;

    /** Height of a box, in parts of the font size. */
    private static final double BOX = 1.6;

    /** From one line to the next, in parts of the font size. */
    private static final double LEADING = 2;

    /** What an empty line adds, in parts of a line. */
    private static final double PARAGRAPH = 0.5;

    /** Longer tokens are cut, in parts of the width. */
    private static final double LONGEST = 0.5;

    private final double width;
    private final double fontSize;
    private final Ink ink;
    private final List<Box> boxes = new ArrayList<>();
    private double x;
    private double y;
    private double right;

    /**
     * A token in its place.
     *
     * @param token what it says
     * @param text as much of it as is shown
     * @param x left edge
     * @param y top edge
     * @param width of the box
     * @param height of the box
     * @param indent free at the left, in the place of a space
     */
    record Box(
            RunningToken token,
            String text,
            double x,
            double y,
            double width,
            double height,
            double indent) {

        /** {@return the middle of its text} */
        double middleX() {
            return x + indent + (width - indent) / 2;
        }

        double middleY() {
            return y + height / 2;
        }
    }

    /**
     * Lays a text out.
     *
     * @param tokens in order
     * @param width of the longest line
     * @param fontSize of the text
     * @param ink styles
     */
    TextFlow(List<Token> tokens, double width, double fontSize, Ink ink) {
        this.width = width;
        this.fontSize = fontSize;
        this.ink = ink;
        List<RunningToken> running = new ArrayList<>();
        Token before = null;
        for (Token token : tokens) {
            running.add(RunningToken.of(token, before));
            before = token;
        }
        for (int from = 0, to; from < running.size(); from = to) {
            to = from + 1;
            double room = room(running.get(from), x > 0);
            while (to < running.size()
                    && running.get(to).glued()
                    && running.get(to - 1).lines() == 0
                    && room <= width) {
                room += GAP + room(running.get(to), true);
                to++;
            }
            if (x > 0 && x + room > width) {
                newLine(1);
            }
            running.subList(from, to).forEach(this::place);
        }
    }

    private void newLine(double lines) {
        x = 0;
        y += lines * Math.round(LEADING * fontSize);
    }

    private void place(RunningToken token) {
        double room = room(token, x > 0);
        if (x > 0 && x + room > width) {
            newLine(1);
            room = room(token, false);
        }
        double indent = indent(token, x > 0);
        boxes.add(new Box(token, shown(token), x, y, room, boxHeight(), indent));
        right = Math.max(right, x + room);
        x += room + GAP;
        if (token.lines() > 0) {
            newLine(token.lines() > 1 ? 1 + PARAGRAPH : 1);
        }
    }

    /** Whole units, so that edges lie on pixels. */
    private double room(RunningToken token, boolean within) {
        double text = TextWidth.of(shown(token), style(token));
        return Math.ceil(indent(token, within) + text + 2 * PAD);
    }

    /** A line does not begin with a space. */
    private double indent(RunningToken token, boolean within) {
        return token.spaced() && within ? SPACE * fontSize : 0;
    }

    private String shown(RunningToken token) {
        return TextWidth.fit(token.text(), style(token), LONGEST * width);
    }

    /** {@return how a token looks on the background} */
    TextStyle style(RunningToken token) {
        return token.part() ? ink.dim(0.7 * fontSize) : ink.text(fontSize);
    }

    private double boxHeight() {
        return Math.round(BOX * fontSize);
    }

    /** {@return the tokens in their places, from the corner of the text} */
    List<Box> boxes() {
        return boxes;
    }

    /** {@return the width of the longest line} */
    double width() {
        return right;
    }

    double height() {
        Box last = boxes.get(boxes.size() - 1);
        return last.y() + last.height();
    }
}
