package io.github.headlight.renderers.html;

import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import java.util.List;
import java.util.Locale;

/** Which tokens are words, and what counts as far. */
final class Words {
    /** Nearer links are grammar; in short texts a quarter of the text is far enough. */
    private static final int LONG = 8;

    private final String[] words;

    Words(List<Token> tokens) {
        words = new String[tokens.size()];
        for (int i = 0; i < tokens.size(); i++) {
            words[i] = word(tokens.get(i));
        }
    }

    private static String word(Token token) {
        boolean letters = token.text().codePoints().anyMatch(Character::isLetter);
        return letters && token.role() != TokenRole.TEMPLATE
                ? token.text().strip().toLowerCase(Locale.ROOT)
                : null;
    }

    /** Whether both are words, and not the same. */
    boolean different(int a, int b) {
        return words[a] != null && words[b] != null && !words[a].equals(words[b]);
    }

    /** The distance, in tokens, from which on a link counts as long. */
    int longDistance() {
        return Math.max(2, Math.min(LONG, words.length / 4));
    }
}
