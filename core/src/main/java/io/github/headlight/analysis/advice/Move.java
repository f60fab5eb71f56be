package io.github.headlight.analysis.advice;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A figure before and after a prompt was rewritten.
 *
 * @param key its name in files
 * @param label what it is, for people
 * @param before its value in the first prompt, empty if not defined
 * @param after its value in the second
 * @param movement what happened to it
 */
public record Move(
        String key, Wording label, OptionalDouble before, OptionalDouble after, Movement movement) {
    public Move {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(movement, "movement");
    }
}
