package io.github.headlight.internal.figure;

import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.Words;

/**
 * What a text says in the place of a token: its label without the space before a word, which is
 * really left free. Of a split character the first part is the character, the others say which part
 * they are.
 *
 * @param text what is written
 * @param full all of it, with what part of a character it is
 * @param spaced whether a space lies before it
 * @param lines how many lines it ends
 * @param part whether it is a later part of a split character
 * @param glued whether it belongs on the same line as the token before it
 * @param role where it comes from
 */
record RunningToken(
        String text,
        String full,
        boolean spaced,
        int lines,
        boolean part,
        boolean glued,
        TokenRole role) {

    /**
     * {@return what a text says for a token}
     *
     * @param token the token
     * @param before the token before it, null at the beginning
     */
    static RunningToken of(Token token, Token before) {
        String label = token.label();
        String suffix = token.parts() > 1 ? " " + token.part() + "/" + token.parts() : "";
        if (label.endsWith(suffix)) {
            label = label.substring(0, label.length() - suffix.length());
        }
        boolean spaced =
                label.length() > 1
                        && token.text().length() > 1
                        && token.text().charAt(0) == ' '
                        && !Character.isWhitespace(token.text().charAt(1));
        String text = spaced ? label.substring(1) : label;
        boolean part = token.part() > 1;
        int lines = part ? 0 : (int) token.text().chars().filter(c -> c == '\n').count();
        return new RunningToken(
                part ? token.part() + "/" + token.parts() : text,
                text + suffix,
                spaced && !part,
                lines,
                part,
                before != null && isGlued(before, token),
                token.role());
    }

    private static boolean isGlued(Token before, Token token) {
        return Words.continues(before, token)
                || (!before.text().isEmpty()
                        && !token.text().isEmpty()
                        && (opens(before.text().codePointBefore(before.text().length()))
                                || closes(token.text().codePointAt(0))));
    }

    private static boolean opens(int c) {
        int type = Character.getType(c);
        return type == Character.START_PUNCTUATION || type == Character.INITIAL_QUOTE_PUNCTUATION;
    }

    private static boolean closes(int c) {
        int type = Character.getType(c);
        return type == Character.END_PUNCTUATION
                || type == Character.FINAL_QUOTE_PUNCTUATION
                || ".,;:!?…。，、；：！？".indexOf(c) >= 0;
    }
}
