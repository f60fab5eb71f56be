package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The question of a prompt. By a plain rule: in the last message of the user (in the whole prompt
 * where there are no messages) the last sentence that ends with a question mark, else the last
 * sentence. A sentence ends at a line break, at a full-width mark, and at {@code .!?} before white
 * space, punctuation, Chinese or the end.
 *
 * @param text what it says
 * @param start first byte in the sequence's UTF-8, inclusive
 * @param end last byte, exclusive
 */
public record Question(String text, int start, int end) {
    /** A question that is longer than any gives no more anchors. */
    private static final int MAX_WORDS = 64;

    private static final String MARKS = ".!?";
    private static final char WIDE_QUESTION = '\uFF1F';

    /** The full stop, exclamation and question marks of Chinese. */
    private static final String WIDE_MARKS = "\u3002\uFF01" + WIDE_QUESTION;

    /**
     * {@return the question of a capture's prompt}
     *
     * @param attention a capture whose tokens have texts
     * @throws io.github.headlight.error.CaptureException if they have none
     */
    public static Question of(Attention attention) {
        return of(PromptText.of(attention));
    }

    static Question of(PromptText prompt) {
        int[] message = prompt.lastMessage();
        String text = prompt.text();
        int[] last = message;
        int[] asked = null;
        int start = message[0];
        for (int at = start; at < message[1]; at++) {
            if (at + 1 == message[1] || endsSentence(text, at)) {
                int[] sentence = trimmed(text, start, at + 1);
                if (hasWord(text, sentence)) {
                    last = sentence;
                    char mark = text.charAt(sentence[1] - 1);
                    asked = mark == '?' || mark == WIDE_QUESTION ? sentence : asked;
                }
                start = at + 1;
            }
        }
        int[] found = asked == null ? last : asked;
        return new Question(
                text.substring(found[0], found[1]),
                prompt.offset(found[0]),
                prompt.offset(found[1]));
    }

    private static boolean endsSentence(String text, int at) {
        char c = text.charAt(at);
        if (c == '\n' || WIDE_MARKS.indexOf(c) >= 0) {
            return true;
        }
        if (MARKS.indexOf(c) < 0 || at + 1 == text.length()) {
            return MARKS.indexOf(c) >= 0;
        }
        int next = text.codePointAt(at + 1);
        return !Words.isWord(next) || Words.isUnspaced(next);
    }

    private static int[] trimmed(String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return new int[] {from, to};
    }

    private static boolean hasWord(String text, int[] sentence) {
        return text.substring(sentence[0], sentence[1]).codePoints().anyMatch(Words::isWord);
    }

    /** The part of the prompt that bytes are in. */
    PromptPart partOf(int from, int to) {
        return from < end && to > start ? PromptPart.QUESTION : PromptPart.CONTEXT;
    }

    /**
     * The words that say what it is about, in order, each once: without the function words of a
     * small list. In scripts without spaces there is no dictionary. There a run of characters
     * between function words is one word if it stands in the rest of the prompt too; otherwise it
     * is cut greedily into the longest parts of two and more characters that do, and what is left.
     * A single such character is no word. There are at most 64.
     */
    List<String> contentWords(PromptText prompt) {
        String rest =
                prompt.text().substring(0, prompt.characterAt(start))
                        + "\n"
                        + prompt.text().substring(prompt.characterAt(end));
        Set<String> words = new LinkedHashSet<>();
        for (int at = 0; at < text.length() && words.size() < MAX_WORDS; ) {
            int c = text.codePointAt(at);
            if (!Words.isWord(c)) {
                at += Character.charCount(c);
                continue;
            }
            int to = Words.end(text, at);
            String run = text.substring(at, to);
            if (Words.isUnspaced(c)) {
                for (String piece : withoutFunctionWords(run)) {
                    words.addAll(cut(piece, rest));
                }
            } else if (!StopWords.isEnglish(run)) {
                words.add(run);
            }
            at = to;
        }
        return List.copyOf(words);
    }

    private static List<String> withoutFunctionWords(String run) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < run.length(); ) {
            int length = StopWords.chineseLength(run, at);
            if (length > 0) {
                pieces.add(run.substring(start, at));
                start = at + length;
            }
            at += Math.max(1, length);
        }
        pieces.add(run.substring(start));
        return pieces;
    }

    private static List<String> cut(String piece, String rest) {
        List<String> words = new ArrayList<>();
        int unknown = 0;
        for (int at = 0; at < piece.length(); ) {
            int end = longestIn(rest, piece, at);
            if (end > at) {
                addWord(words, piece, unknown, at);
                addWord(words, piece, at, end);
                unknown = end;
                at = end;
            } else {
                at += Character.charCount(piece.codePointAt(at));
            }
        }
        addWord(words, piece, unknown, piece.length());
        return words;
    }

    /** The end of the longest part from here on, of two or more characters, that the rest holds. */
    private static int longestIn(String rest, String piece, int at) {
        int found = at;
        int end = at + Character.charCount(piece.codePointAt(at));
        while (end < piece.length()) {
            end += Character.charCount(piece.codePointAt(end));
            if (!rest.contains(piece.substring(at, end))) {
                break;
            }
            found = end;
        }
        return found;
    }

    private static void addWord(List<String> words, String piece, int from, int to) {
        if (isWord(piece, from, to)) {
            words.add(piece.substring(from, to));
        }
    }

    private static boolean isWord(String text, int from, int to) {
        return to > from && text.codePointCount(from, to) > 1;
    }
}
