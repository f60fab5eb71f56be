package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenSequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The words of an answer, and those that its verdict rests on. */
final class AnswerText {
    private static final int LEAST_STEM = 3;

    /**
     * A word's tokens.
     *
     * @param text without white space around it
     * @param first its first token
     * @param end after its last token
     * @param isKey whether the verdict rests on it
     */
    record Span(String text, int first, int end, boolean isKey) {}

    private final Attention attention;
    private final TokenSequence tokens;
    private final String prompt;
    private final String question;

    private AnswerText(Attention attention) {
        this.attention = attention;
        tokens = attention.tokens();
        boolean hasTexts = tokens.hasTexts();
        prompt = hasTexts ? PromptText.of(attention).text() : "";
        question = hasTexts ? Question.of(attention).text().toLowerCase(Locale.ROOT) : "";
    }

    /** The words of an answer; at least one of them is key. */
    static List<Span> of(Attention attention) {
        AnswerText answer = new AnswerText(attention);
        List<Span> words = answer.split();
        for (Predicate<Span> isKey :
                List.<Predicate<Span>>of(answer::isNew, answer::isContent, answer::isWritten)) {
            if (words.stream().anyMatch(isKey)) {
                return words.stream()
                        .map(w -> new Span(w.text(), w.first(), w.end(), isKey.test(w)))
                        .toList();
            }
        }
        return words.stream().map(w -> new Span(w.text(), w.first(), w.end(), true)).toList();
    }

    private List<Span> split() {
        List<Span> words = new ArrayList<>();
        int first = attention.promptLength();
        for (int i = first + 1; i <= tokens.size(); i++) {
            if (i == tokens.size() || !joins(first, i)) {
                words.add(new Span(tokens.text(first, i).strip(), first, i, false));
                first = i;
            }
        }
        return words;
    }

    /** Whether a token goes on with the word that began at another. */
    private boolean joins(int first, int next) {
        Token token = tokens.get(next);
        if (!tokens.hasTexts()) {
            return false;
        }
        if (token.part() > 1) {
            return true;
        }
        String before = tokens.get(next - 1).text();
        String text = token.text();
        if (before.isEmpty() || text.isEmpty()) {
            return false;
        }
        int left = before.codePointBefore(before.length());
        int right = text.codePointAt(0);
        if (Words.join(left, right)) {
            return true;
        }
        // Without spaces, the prompt tells what belongs together.
        int end = next + token.parts();
        return Words.isUnspaced(left)
                && Words.isUnspaced(right)
                && end <= tokens.size()
                && isPlain(tokens.text(first, next))
                && isPlain(text)
                && prompt.contains(tokens.text(first, end));
    }

    /** Whether it is characters of words only, and no function word. */
    private static boolean isPlain(String text) {
        return text.codePoints().allMatch(Words::isWord)
                && StopWords.chineseLength(text, 0) != text.length();
    }

    private boolean isWritten(Span word) {
        boolean last = word.first() == tokens.size() - 1;
        return !(last && attention.model().endTokens().contains(tokens.get(word.first()).id()));
    }

    private boolean isContent(Span word) {
        String text = word.text();
        return isWritten(word)
                && text.codePoints().anyMatch(Words::isWord)
                && !StopWords.isEnglish(text)
                && StopWords.chineseLength(text, 0) != text.length();
    }

    /**
     * Whether it says something that neither the question, in this or a shorter form, nor the
     * answer itself says already.
     */
    private boolean isNew(Span word) {
        if (!isContent(word)) {
            return false;
        }
        String text = word.text().toLowerCase(Locale.ROOT);
        String before = tokens.text(attention.promptLength(), word.first());
        if (question.contains(text) || before.toLowerCase(Locale.ROOT).contains(text)) {
            return false;
        }
        for (int at = 0; at < question.length(); ) {
            int c = question.codePointAt(at);
            int end = Words.isWord(c) ? Words.end(question, at) : at + Character.charCount(c);
            boolean isStem = end - at >= LEAST_STEM && !Words.isUnspaced(c);
            if (isStem && text.startsWith(question.substring(at, end))) {
                return false;
            }
            at = end;
        }
        return true;
    }
}
