package io.github.headlight.analysis.advice;

import io.github.headlight.language.Language;

import java.util.Locale;
import java.util.Objects;

/**
 * A sentence in both languages. It may quote tokens of the prompt, which are hostile text.
 *
 * @param english in English
 * @param chinese in Chinese
 */
public record Wording(String english, String chinese) {
    public Wording {
        Objects.requireNonNull(english, "english");
        Objects.requireNonNull(chinese, "chinese");
    }

    /**
     * {@return the sentence in a language}
     *
     * @param language which
     */
    public String in(Language language) {
        return language == Language.ZH ? chinese : english;
    }

    /** Both sentences with the same values, numbered {@code %1$s}. */
    static Wording format(String english, String chinese, Object... values) {
        return new Wording(
                String.format(Locale.ROOT, english, values),
                String.format(Locale.ROOT, chinese, values));
    }

    Wording and(Wording next) {
        return new Wording(english + next.english, chinese + next.chinese);
    }
}
