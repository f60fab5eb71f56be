package io.github.headlight.internal.canvas;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How wide text is, by the same table on every machine: the widths of a common sans-serif typeface
 * and a reserve for wider ones.
 */
public final class TextWidth {
    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final String ELLIPSIS = "…";

    /** Room for typefaces that are wider than Helvetica and Arial. */
    private static final double RESERVE = 1.08;

    private static final double BOLD = 1.08;

    /** Marks take no width, but a thousand of them must be cut like other text. */
    private static final double MARK = 0.02;

    private static final double NARROWEST = 0.3;

    /** Widths of U+0020 to U+007E in Helvetica, in 1/1000 of the font size. */
    private static final int[] ASCII = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
        556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
        722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
        667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,
        500, 334, 260, 334, 584
    };

    private TextWidth() {}

    /**
     * {@return the width of a text in units}
     *
     * @param text one line
     * @param style its size and weight
     */
    public static double of(String text, TextStyle style) {
        double width = 0;
        Matcher clusters = CLUSTER.matcher(text);
        while (clusters.find()) {
            width += cluster(clusters.group());
        }
        return width * scale(style);
    }

    /**
     * {@return the text, or its beginning with an ellipsis if it is wider than there is room}
     *
     * @param text one line
     * @param style its size and weight
     * @param room in units
     */
    public static String fit(String text, TextStyle style, double room) {
        double most = room / scale(style);
        double cutAt = most - cluster(ELLIPSIS);
        double width = 0;
        int end = 0;
        Matcher clusters = CLUSTER.matcher(text);
        while (clusters.find()) {
            width += cluster(clusters.group());
            if (width <= cutAt) {
                end = clusters.end();
            }
            if (width > most) {
                return text.substring(0, end) + ELLIPSIS;
            }
        }
        return text;
    }

    /**
     * {@return a text as lines, broken where its language allows; a word wider than there is room
     * stays whole}
     *
     * @param text a sentence
     * @param style its size and weight
     * @param room in units
     */
    public static List<String> wrap(String text, TextStyle style, double room) {
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> lines = new ArrayList<>();
        int from = 0;
        int last = 0;
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            if (last > from && of(text.substring(from, to).strip(), style) > room) {
                lines.add(text.substring(from, last).strip());
                from = last;
            }
            last = to;
        }
        lines.add(text.substring(from).strip());
        return lines;
    }

    private static double scale(TextStyle style) {
        return style.size() * RESERVE * (style.bold() ? BOLD : 1);
    }

    /** The width of what a reader sees as one character; joined emoji are as wide as one. */
    private static double cluster(String cluster) {
        double width = 0;
        for (int at = 0; at < cluster.length(); ) {
            int c = cluster.codePointAt(at);
            double own = character(c);
            width = isEmoji(c) ? Math.max(width, own) : width + own;
            at += Character.charCount(c);
        }
        return Math.max(width, NARROWEST);
    }

    private static double character(int c) {
        if (c == '\u00a0') {
            return ASCII[0] / 1000.0;
        }
        if (c >= ' ' && c <= '~') {
            return ASCII[c - ' '] / 1000.0;
        }
        if (isEmoji(c)) {
            return 1.3;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> MARK;
            case Character.COMBINING_SPACING_MARK, Character.MODIFIER_LETTER -> 0.5;
            case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> 0.45;
            default -> other(c);
        };
    }

    private static double other(int c) {
        if (isWide(c)) {
            return 1;
        }
        if (c == '·' || c == '‐') {
            return 0.33;
        }
        return Character.isLetter(c) ? 0.65 : 0.85;
    }

    private static boolean isEmoji(int c) {
        return c >= 0x1F000 && c <= 0x1FBFF;
    }

    /** Characters that fill a square in the scripts of East Asia. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xA960 && c <= 0xA97F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF01 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }
}
