package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.Words;

import java.util.ArrayList;
import java.util.List;

/**
 * What an axis says about a token. The space before a word is not shown, since nearly every word
 * has one; a piece that continues a word is marked instead. Tokens of nothing but whitespace stay
 * visible.
 *
 * @param index the token's position in its sequence
 * @param text what is written, without what part of a character it is
 * @param part which part of a character it is, or empty
 * @param template whether it belongs to the chat template
 */
record TokenLabel(int index, String text, String part, boolean template) {
    /** A hyphen (not that of the keyboard), as dictionaries mark the end of a word. */
    private static final char CONTINUES = '‐';

    static List<TokenLabel> of(List<Token> tokens) {
        List<TokenLabel> labels = new ArrayList<>(tokens.size());
        Token before = null;
        for (Token token : tokens) {
            boolean adjacent = before != null && before.index() + 1 == token.index();
            labels.add(of(token, adjacent ? before.text() : ""));
            before = token;
        }
        return labels;
    }

    private static TokenLabel of(Token token, String before) {
        String label = token.label();
        String part = token.parts() > 1 ? " " + token.part() + "/" + token.parts() : "";
        if (label.endsWith(part)) {
            label = label.substring(0, label.length() - part.length());
        }
        if (startsWithOneSpace(token.text()) && label.length() > 1) {
            label = label.substring(1);
        } else if (token.part() == 1 && continues(before, token.text())) {
            label = CONTINUES + label;
        }
        return new TokenLabel(token.index(), label, part, token.role() == TokenRole.TEMPLATE);
    }

    private static boolean startsWithOneSpace(String text) {
        return text.length() > 1
                && text.charAt(0) == ' '
                && !Character.isWhitespace(text.charAt(1));
    }

    private static boolean continues(String before, String text) {
        return !before.isEmpty()
                && !text.isEmpty()
                && isSpacedLetter(before.codePointBefore(before.length()))
                && isSpacedLetter(text.codePointAt(0));
    }

    /** Digits of a number are not marked: each is often a token. */
    private static boolean isSpacedLetter(int c) {
        return Character.isLetter(c) && Words.isSpaced(c);
    }

    /** {@return all of it} */
    String full() {
        return text + part;
    }

    /** {@return as much of it as there is room for; which part it is, is always shown} */
    String fit(TextStyle style, double room) {
        return TextWidth.fit(text, style, room - TextWidth.of(part, style)) + part;
    }
}
