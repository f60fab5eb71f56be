package io.github.headlight.renderers.html;

import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the measures of heads need to know of the tokens. */
final class Words {
    /** Nearer links are grammar; in short texts a quarter of the text is far enough. */
    private static final int LONG = 8;

    private final int[] earlier;
    private final String[] words;

    Words(List<Token> tokens) {
        earlier = new int[tokens.size()];
        words = new String[tokens.size()];
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Integer before = last.put(token.id(), i);
            earlier[i] = before == null ? -1 : before;
            words[i] = word(token);
        }
    }

    private static String word(Token token) {
        boolean letters = token.text().codePoints().anyMatch(Character::isLetter);
        return letters && token.role() != TokenRole.TEMPLATE
                ? token.text().strip().toLowerCase(Locale.ROOT)
                : null;
    }

    /** The last earlier token equal to this one, or -1. */
    int earlier(int token) {
        return earlier[token];
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
