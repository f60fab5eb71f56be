package io.github.headlight.renderers.html;

import io.github.headlight.token.Token;

import java.lang.Character.UnicodeScript;
import java.util.List;

/**
 * Guesses the language of a text from its script, so that a browser picks fitting fonts for
 * characters that languages share.
 */
final class TextLanguage {
    private static final int ENOUGH = 4000;

    private TextLanguage() {}

    /** Of a text in tokens. */
    static String of(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        tokens.stream().limit(ENOUGH).forEach(token -> text.append(token.text()));
        return guess(text.toString());
    }

    /** {@code ja}, {@code ko}, {@code zh}, or empty for unknown. */
    static String guess(String text) {
        boolean han = false;
        for (int at = 0, seen = 0; at < text.length() && seen < ENOUGH; seen++) {
            int c = text.codePointAt(at);
            UnicodeScript script = UnicodeScript.of(c);
            if (script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA) {
                return "ja";
            }
            if (script == UnicodeScript.HANGUL) {
                return "ko";
            }
            han |= script == UnicodeScript.HAN;
            at += Character.charCount(c);
        }
        return han ? "zh" : "";
    }
}
