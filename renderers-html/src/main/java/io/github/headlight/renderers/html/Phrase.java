package io.github.headlight.renderers.html;

import io.github.headlight.language.Language;

import java.util.Locale;
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

    /** As a sentence of a page: with a capital letter and a stop, where they are missing. */
    Phrase sentence() {
        int first = en.isEmpty() ? 0 : Character.charCount(en.codePointAt(0));
        String capital = en.substring(0, first).toUpperCase(Locale.ROOT) + en.substring(first);
        return new Phrase(
                capital.endsWith(".") ? capital : capital + ".", zh.endsWith("。") ? zh : zh + "。");
    }
}
