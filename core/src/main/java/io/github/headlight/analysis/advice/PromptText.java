package io.github.headlight.analysis.advice;

import io.github.headlight.token.Token;
import io.github.headlight.token.TokenSequence;

/**
 * The text of the first tokens of a sequence, and where in it each token stands. Parts of a split
 * character stand where the character does.
 */
final class PromptText {
    private final String text;
    private final int[] starts;
    private final int[] ends;

    private PromptText(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    static PromptText of(TokenSequence tokens, int size) {
        StringBuilder text = new StringBuilder();
        int[] starts = new int[size];
        int[] ends = new int[size];
        for (int i = 0; i < size; i++) {
            Token token = tokens.get(i);
            if (token.part() == 1) {
                starts[i] = text.length();
                text.append(token.text());
                ends[i] = text.length();
            } else {
                starts[i] = starts[i - 1];
                ends[i] = ends[i - 1];
            }
        }
        return new PromptText(text.toString(), starts, ends);
    }

    /** The text of all tokens. */
    String text() {
        return text;
    }

    /** Where a token starts. */
    int start(int token) {
        return starts[token];
    }

    /** Where a token ends. */
    int end(int token) {
        return ends[token];
    }

    /** The first token that ends behind a place in the text. */
    int tokenAt(int place) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The first token that starts at or behind a place in the text. */
    int tokenFrom(int place) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] >= place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Letters and digits in a stretch of the text. */
    int letters(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (isLetter(text.charAt(i))) {
                count++;
            }
        }
        return count;
    }

    /** Halves of characters beyond the first plane are taken for letters. */
    static boolean isLetter(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }
}
