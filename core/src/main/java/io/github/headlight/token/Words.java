package io.github.headlight.token;

import java.util.ArrayList;
import java.util.List;

/**
 * Words made of tokens. The parts of a split character belong together; so do neighbours of one
 * role whose letters or digits touch, in scripts that put spaces between words. In other scripts
 * (Chinese, Japanese, Thai) each token stays by itself, since finding words there needs a
 * dictionary.
 */
public final class Words {
    private Words() {}

    /**
     * {@return the words, each as a token that has index, id, role and start of its first}
     *
     * @param tokens neighbouring tokens, in order
     */
    public static List<Token> merge(List<Token> tokens) {
        List<Token> words = new ArrayList<>();
        for (int from = 0, to; from < tokens.size(); from = to) {
            to = from + 1;
            while (to < tokens.size() && continues(tokens.get(to - 1), tokens.get(to))) {
                to++;
            }
            words.add(to == from + 1 ? tokens.get(from) : join(tokens.subList(from, to)));
        }
        return words;
    }

    /**
     * {@return whether a token belongs to the same word as the one before it}
     *
     * @param before the token before it
     * @param token the token
     */
    public static boolean continues(Token before, Token token) {
        if (token.index() != before.index() + 1) {
            return false;
        }
        if (token.part() > 1) {
            return true;
        }
        return token.role() == before.role()
                && token.role() != TokenRole.TEMPLATE
                && !before.text().isEmpty()
                && !token.text().isEmpty()
                && touch(before.text(), token.text());
    }

    private static boolean touch(String before, String text) {
        int last = before.codePointBefore(before.length());
        int first = text.codePointAt(0);
        if (isMark(first)) {
            return isSpaced(last) || isMark(last);
        }
        if (first == '\'' || first == '’') {
            return isSpaced(last) && text.length() > 1 && isSpaced(text.codePointAt(1));
        }
        return (isSpaced(last) || isMark(last)) && isSpaced(first);
    }

    private static Token join(List<Token> parts) {
        Token first = parts.get(0);
        StringBuilder text = new StringBuilder();
        StringBuilder label = new StringBuilder();
        for (Token token : parts) {
            if (token.part() == 1) {
                text.append(token.text());
                label.append(withoutPart(token));
            }
        }
        return new Token(
                first.index(),
                first.id(),
                first.role(),
                first.start(),
                parts.get(parts.size() - 1).end(),
                text.toString(),
                label.toString(),
                1,
                1);
    }

    private static String withoutPart(Token token) {
        String part = " " + token.part() + "/" + token.parts();
        String label = token.label();
        return token.parts() > 1 && label.endsWith(part)
                ? label.substring(0, label.length() - part.length())
                : label;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /**
     * {@return whether a character is a letter or digit of a script that puts spaces between words}
     *
     * @param c a code point
     */
    public static boolean isSpaced(int c) {
        if (!Character.isLetterOrDigit(c) || Character.isIdeographic(c)) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR, TIBETAN -> false;
            default -> true;
        };
    }
}
