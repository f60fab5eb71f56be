package io.github.headlight.analysis.drift;

import java.lang.Character.UnicodeScript;

/**
 * Where words begin and end. In scripts written with spaces a word is a run of letters, digits and
 * marks. In scripts without (Chinese, Japanese, Thai and some others) every character may begin
 * one.
 */
final class Words {
    private Words() {}

    static boolean isWord(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> Character.isLetterOrDigit(c);
        };
    }

    /** Whether a character belongs to a script that is written without spaces between words. */
    static boolean isUnspaced(int c) {
        return switch (UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    /** Whether two characters beside each other are inside one word. */
    static boolean join(int before, int after) {
        return isWord(before) && isWord(after) && !isUnspaced(before) && !isUnspaced(after);
    }

    /** Whether a part of a text neither begins nor ends inside a word. */
    static boolean isWhole(String text, int start, int end) {
        boolean begins = start == 0 || !join(text.codePointBefore(start), text.codePointAt(start));
        boolean ends =
                end == text.length() || !join(text.codePointBefore(end), text.codePointAt(end));
        return begins && ends;
    }

    /** Where the word that begins here ends; in scripts without spaces, where the script does. */
    static int end(String text, int start) {
        boolean unspaced = isUnspaced(text.codePointAt(start));
        int at = start;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (!isWord(c) || isUnspaced(c) != unspaced) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }
}
