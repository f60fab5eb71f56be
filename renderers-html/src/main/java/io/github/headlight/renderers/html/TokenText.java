package io.github.headlight.renderers.html;

import io.github.headlight.token.Token;

import java.util.Locale;

/** How a token is written in running text, in a sentence and on an axis. */
final class TokenText {
    private static final int MAX_LABEL = 60;
    private static final int MAX_WORD = 24;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** From here on, format characters are parts of flags. */
    private static final int TAGS = 0xE0001;

    private TokenText() {}

    /** The label of the whole character or word: {@code 公}, not {@code 公 1/2}. */
    static String label(Token token) {
        return cut(wholeLabel(token), MAX_LABEL);
    }

    private static String wholeLabel(Token token) {
        String label = token.label();
        if (token.parts() > 1) {
            String suffix = " " + token.part() + "/" + token.parts();
            return label.substring(0, label.length() - suffix.length());
        }
        return label;
    }

    /** The label for a sentence: without the space before a word, and short. */
    static String word(Token token) {
        String label = label(token);
        return cut(
                label.length() > leadingSpace(token) ? label.substring(leadingSpace(token)) : label,
                MAX_WORD);
    }

    /**
     * 1 if the token is a word with a space before it, else 0. That space stays a plain space in
     * running text; a dot before every word would be noise.
     */
    static int leadingSpace(Token token) {
        String text = token.text();
        return text.length() > 1 && text.charAt(0) == ' ' && !Character.isWhitespace(text.charAt(1))
                ? 1
                : 0;
    }

    /**
     * The token in running text, without its leading space: as it is if every character of it can
     * be seen, else its label, with the line ends it stands for.
     */
    static String shown(Token token) {
        String body = token.text().substring(leadingSpace(token));
        if (isVisible(body)) {
            return body;
        }
        String label = wholeLabel(token).substring(leadingSpace(token));
        return token.text().indexOf('\n') < 0 ? label : label.replace("↵", "↵\n");
    }

    /** Whether a space stands before the token: one of its own, or one between ids. */
    static boolean isApart(Token token) {
        return leadingSpace(token) == 1 || token.text().equals(Integer.toString(token.id()));
    }

    /** A name from elsewhere, short, without characters that cannot be seen. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints().filter(c -> !isInvisible(c)).forEach(plain::appendCodePoint);
        return cut(plain.toString(), MAX_LABEL);
    }

    private static boolean isVisible(String text) {
        return !text.isBlank()
                && text.indexOf('\uFFFD') < 0
                && text.codePoints().noneMatch(TokenText::isInvisible);
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }

    /**
     * Text of a sentence, with controls and what reorders text shown by number; line ends, tabs and
     * what joins letters or emoji stay.
     */
    static String neutral(String text) {
        StringBuilder neutral = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (steers(c)) {
                                neutral.append(String.format(Locale.ROOT, "‹U+%04X›", c));
                            } else {
                                neutral.appendCodePoint(c);
                            }
                        });
        return neutral.toString();
    }

    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT ->
                    c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER && c < TAGS;
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static String cut(String text, int max) {
        if (text.codePointCount(0, text.length()) <= max) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }
}
