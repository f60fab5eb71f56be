package io.github.headlight.analysis.advice;

import java.util.Objects;

/**
 * A word of a prompt, at one of its places.
 *
 * @param key what equal words share: the word in lower case
 * @param start first character in the prompt's text
 * @param end last character, exclusive
 * @param from first token that holds some of it
 * @param to last token, exclusive
 */
record Word(String key, int start, int end, int from, int to) {
    Word {
        Objects.requireNonNull(key, "key");
    }

    boolean overlaps(Word other) {
        return from < other.to && other.from < to;
    }
}
