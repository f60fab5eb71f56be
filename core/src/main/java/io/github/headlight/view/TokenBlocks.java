package io.github.headlight.view;

import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.List;

/** Neighbouring tokens as one, which is called by the numbers of its first and last. */
final class TokenBlocks {
    private TokenBlocks() {}

    /**
     * {@return the blocks, each a token that has the index of its first}
     *
     * @param tokens tokens, words or blocks, in order
     * @param size how many make a block, the last may be shorter; 1 leaves them as they are
     * @param end the index of the token behind the last
     */
    static List<Token> of(List<Token> tokens, int size, int end) {
        if (size == 1) {
            return tokens;
        }
        List<Token> blocks = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i += size) {
            Token first = tokens.get(i);
            int next = Math.min(i + size, tokens.size());
            int last = (next < tokens.size() ? tokens.get(next).index() : end) - 1;
            int from = first.index();
            String label = from == last ? Integer.toString(from) : from + "–" + last;
            blocks.add(
                    new Token(
                            from,
                            0,
                            first.role(),
                            first.start(),
                            tokens.get(next - 1).end(),
                            label,
                            label,
                            1,
                            1));
        }
        return blocks;
    }
}
