package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.List;

/** Cuts a stretch of text into pieces, in one pass over its characters. */
final class Pieces {
    private static final String ENDS = "。！？!?…";
    private static final String CLOSING = "\"'”’」』)）】》";
    private static final String RULE_CHARACTERS = "-=*_#~`+";
    private static final int LONGEST_HEADING = 60;
    private static final int LONGEST_NUMBER = 3;

    private Pieces() {}

    /**
     * A piece of text: where it starts and what it is. It ends where the next starts.
     *
     * @param kind what it is
     * @param start first character
     */
    record Piece(SegmentKind kind, int start) {}

    /** Sentences; a line's end ends one. A line without letters belongs to the one before it. */
    static List<Piece> sentences(String text, int from, int to) {
        List<Piece> pieces = new ArrayList<>();
        int start = from;
        boolean letters = false;
        for (int i = from; i < to; i++) {
            letters |= PromptText.isLetter(text.charAt(i));
            if (!letters && text.charAt(i) == '\n' && !pieces.isEmpty()) {
                start = i + 1;
            }
            if (letters && endsSentence(text, i, to)) {
                int next = i + 1;
                while (next < to && trails(text.charAt(next))) {
                    next++;
                }
                pieces.add(new Piece(SegmentKind.SENTENCE, start));
                start = next;
                i = next - 1;
                letters = false;
            }
        }
        if (letters || pieces.isEmpty()) {
            pieces.add(new Piece(SegmentKind.SENTENCE, start));
        }
        return pieces;
    }

    private static boolean endsSentence(String text, int at, int to) {
        char c = text.charAt(at);
        if (c == '\n' || ENDS.indexOf(c) >= 0) {
            return true;
        }
        if (c != '.') {
            return false;
        }
        int next = at + 1;
        while (next < to && CLOSING.indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        boolean ends = next == to || Character.isWhitespace(text.charAt(next));
        return ends && !numbersList(text, at);
    }

    /** Whether a full stop is that of "1." at the start of a line. */
    private static boolean numbersList(String text, int stop) {
        int i = stop - 1;
        while (i >= 0 && stop - i <= LONGEST_NUMBER && isDigit(text.charAt(i))) {
            i--;
        }
        return i < stop - 1 && (i < 0 || text.charAt(i) == '\n');
    }

    private static boolean trails(char c) {
        return Character.isWhitespace(c) || ENDS.indexOf(c) >= 0 || CLOSING.indexOf(c) >= 0;
    }

    /** Blocks of lines: after blank lines and rules, and at headings and entries of lists. */
    static List<Piece> blocks(String text, int from, int to) {
        List<Piece> pieces = new ArrayList<>();
        boolean open = false;
        for (int start = from; start < to; ) {
            int newline = text.indexOf('\n', start);
            int next = newline < 0 || newline >= to ? to : newline + 1;
            SegmentKind kind = line(text, start, next);
            if (kind == null) {
                open = false;
            } else if (kind != SegmentKind.TEXT || !open) {
                pieces.add(new Piece(kind, pieces.isEmpty() ? from : start));
                open = kind != SegmentKind.DELIMITER;
            }
            start = next;
        }
        if (pieces.isEmpty()) {
            pieces.add(new Piece(SegmentKind.TEXT, from));
        }
        return pieces;
    }

    /** What a line is; null if it is blank. */
    private static SegmentKind line(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (start == end) {
            return null;
        }
        if (isRule(text, start, end)) {
            return SegmentKind.DELIMITER;
        }
        if (itemMark(text, start, end) > start) {
            return SegmentKind.ITEM;
        }
        return isHeading(text, start, end) ? SegmentKind.HEADING : SegmentKind.TEXT;
    }

    private static boolean isRule(String text, int start, int end) {
        if (end - start < 3) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (RULE_CHARACTERS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHeading(String text, int start, int end) {
        char first = text.charAt(start);
        char last = text.charAt(end - 1);
        boolean isShort = end - start <= LONGEST_HEADING;
        return isShort
                && (first == '#' || (first == '【' && last == '】') || last == ':' || last == '：');
    }

    /**
     * Where the mark of a list's entry ends: that of "1.", "2)", "三、", "-", "•"; the start if there
     * is none.
     */
    static int itemMark(String text, int start, int end) {
        int i = start;
        while (i < end && i - start < LONGEST_NUMBER && isNumber(text.charAt(i))) {
            i++;
        }
        if (i > start) {
            boolean marked = i < end && ".)、．）".indexOf(text.charAt(i)) >= 0;
            boolean decimal = marked && i + 1 < end && isDigit(text.charAt(i + 1));
            return marked && !decimal ? i + 1 : start;
        }
        boolean dot = "-*•".indexOf(text.charAt(start)) >= 0;
        return dot && start + 1 < end && text.charAt(start + 1) == ' ' ? start + 1 : start;
    }

    private static boolean isNumber(char c) {
        return isDigit(c) || "一二三四五六七八九十".indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
