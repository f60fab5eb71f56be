package io.github.headlight.capture;

import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.charset.StandardCharsets;

/** Which tokens separate: punctuation, line breaks, and tokens of the chat template. */
public final class Separators {
    private Separators() {}

    /**
     * {@return whether a token separates}
     *
     * @param tokens the sequence
     * @param index the token
     */
    public static boolean at(TokenSequence tokens, int index) {
        return is(tokens.get(index).role(), tokens.bytes(index));
    }

    /**
     * {@return whether a token separates}
     *
     * @param role its role
     * @param utf8 its bytes; part of a character separates nothing
     */
    public static boolean is(TokenRole role, byte[] utf8) {
        if (role == TokenRole.TEMPLATE) {
            return true;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        boolean breaksLine = text.indexOf('\n') >= 0;
        String visible = text.strip();
        return visible.isEmpty()
                ? breaksLine
                : visible.codePoints().allMatch(Separators::isPunctuation);
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }
}
