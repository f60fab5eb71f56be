package io.github.headlight.token;

import java.util.Locale;

/**
 * Makes a label that a person can read: a space is {@code ·}, a line end {@code ↵}, a tab {@code
 * ⇥}; other invisible characters and controls of writing direction are shown by number, as are
 * bytes that are no character. So a label holds nothing that hides, reorders or breaks a line.
 */
final class TokenLabel {
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;

    private TokenLabel() {}

    /** The label of bytes; empty if there are none. */
    static String of(byte[] bytes, int start, int end) {
        StringBuilder label = new StringBuilder(end - start);
        Utf8.split(
                bytes,
                start,
                end,
                new Utf8.Parts() {
                    @Override
                    public void text(String text, int at) {
                        appendVisible(label, text);
                    }

                    @Override
                    public void stray(byte value) {
                        label.append(String.format(Locale.ROOT, "‹%02X›", value));
                    }
                });
        return label.toString();
    }

    private static void appendVisible(StringBuilder label, String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            switch (c) {
                case ' ' -> label.append('·');
                case '\u3000' -> label.append('␣');
                case '\n' -> label.append('↵');
                case '\r' -> label.append('␍');
                case '\t' -> label.append('⇥');
                default -> {
                    if (isInvisible(c) && !shapes(text, at)) {
                        label.append(String.format(Locale.ROOT, "‹U+%04X›", c));
                    } else {
                        if (isMark(c) && at == 0) {
                            // A mark needs something to stand on.
                            label.append('◌');
                        }
                        label.appendCodePoint(c);
                    }
                }
            }
        }
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    true;
            // Emoji are added every year; a Java that does not know one yet still draws it.
            case Character.UNASSIGNED -> c < 0x1F000 || c > 0x1FAFF;
            default -> isBlank(c) || isVariationSelector(c) || c == 0xFFFD;
        };
    }

    /** Letters and marks of the Unicode standard's Default_Ignorable_Code_Point, and the blank. */
    private static boolean isBlank(int c) {
        return switch (c) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }

    private static boolean isVariationSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF)
                || (c >= 0x180B && c <= 0x180F);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** Whether an invisible character says how its visible neighbours are drawn. */
    private static boolean shapes(String text, int at) {
        if (at == 0) {
            return false;
        }
        int c = text.codePointAt(at);
        int before = text.codePointBefore(at);
        int next = at + Character.charCount(c);
        if (c == JOINER || c == NON_JOINER) {
            // No alphabet below Arabic joins its letters.
            return next < text.length()
                    && before >= 0x600
                    && isDrawn(before)
                    && isDrawn(text.codePointAt(next));
        }
        if (isVariationSelector(c)) {
            return !isVariationSelector(before) && isDrawn(before);
        }
        return isTag(c) && followsFlag(text, at);
    }

    private static boolean isDrawn(int c) {
        return !Character.isWhitespace(c) && (!isInvisible(c) || isVariationSelector(c));
    }

    private static boolean isTag(int c) {
        return c >= 0xE0020 && c <= 0xE007F;
    }

    /** The flags of England, Scotland and Wales are a black flag and up to six tags. */
    private static boolean followsFlag(String text, int at) {
        int base = at;
        for (int tags = 0; tags < 6 && base > 0 && isTag(text.codePointBefore(base)); tags++) {
            base -= 2;
        }
        return base > 0 && text.codePointBefore(base) == 0x1F3F4;
    }
}
