package io.github.headlight.examples.text;

/**
 * Text in the cells of a terminal: a Chinese character or an emoji takes two, a mark none. A
 * program that prints text from strangers must not let it steer the terminal, so controls are
 * replaced.
 */
final class DisplayText {
    /** So that a thousand marks on one letter are cut like other text. */
    private static final int MOST_PER_CELL = 4;

    private DisplayText() {}

    /** {@return the number of cells that a text takes} */
    static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    /** {@return a text without controls, cut with an ellipsis where it needs more cells} */
    static String fit(String text, int cells) {
        StringBuilder fitting = new StringBuilder();
        int width = 0;
        int cut = 0;
        for (int at = 0, count = 0; at < text.length(); count++) {
            int c = text.codePointAt(at);
            int visible = isControl(c) ? '\uFFFD' : c;
            width += width(visible);
            if (width > cells || count >= cells * MOST_PER_CELL) {
                return fitting.substring(0, cut) + "…";
            }
            fitting.appendCodePoint(visible);
            if (width < cells) {
                cut = fitting.length();
            }
            at += Character.charCount(c);
        }
        return fitting.toString();
    }

    /** {@return a text with blanks before it} */
    static String right(String text, int cells) {
        return " ".repeat(Math.max(0, cells - width(text))) + text;
    }

    /** {@return a text with blanks behind it} */
    static String left(String text, int cells) {
        return text + " ".repeat(Math.max(0, cells - width(text)));
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            // Joiners shape Persian and emoji; other format characters hide or turn text.
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> false;
        };
    }

    private static int width(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xA960 && c <= 0xA97F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF01 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1F64F)
                || (c >= 0x1F680 && c <= 0x1F6FF)
                || (c >= 0x1F900 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }
}
