package io.github.headlight.analysis.advice;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of a prompt that can be set beside the same figure of another.
 *
 * @param key its name in files
 * @param label what it is, for people
 * @param value its value, empty if it is not defined
 */
public record Figure(String key, Wording label, OptionalDouble value) {
    public Figure {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(value, "value");
    }

    static Figure lift(String key, String english, String chinese, Optional<Share> share) {
        return new Figure(
                key,
                new Wording(english, chinese),
                share.map(s -> OptionalDouble.of(s.lift())).orElse(OptionalDouble.empty()));
    }
}
