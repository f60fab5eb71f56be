package io.github.headlight.renderers.html;

import io.github.headlight.language.Language;

import java.util.Objects;

/**
 * Fixed words of a page in both its languages; the reader switches between them. Both are plain
 * text, never markup.
 *
 * @param en English
 * @param zh Simplified Chinese
 */
public record Phrase(String en, String zh) {
    public Phrase {
        Objects.requireNonNull(en, "en");
        Objects.requireNonNull(zh, "zh");
    }

    /**
     * {@return text that is the same in both languages: a number, a token}
     *
     * @param text plain text
     */
    public static Phrase same(String text) {
        return new Phrase(text, text);
    }

    /**
     * {@return the words in a language}
     *
     * @param language which
     */
    public String in(Language language) {
        return language == Language.ZH ? zh : en;
    }
}
