package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.Excerpt;
import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an answer should rest on: parts of a prompt. A text is an anchor wherever it stands in the
 * prompt as a whole word or phrase, byte for byte, in messages and not in the chat template. Its
 * tokens are those that hold any of its bytes, so a token may hold more than the word, and a word
 * may have several tokens.
 */
public final class Anchors {
    private final List<Anchor> list;
    private final boolean fromQuestion;

    private Anchors(List<Anchor> list, boolean fromQuestion) {
        this.list = List.copyOf(list);
        this.fromQuestion = fromQuestion;
    }

    /**
     * {@return anchors with some texts, all occurrences of each}
     *
     * @param attention a capture whose tokens have texts
     * @param texts words or phrases of its prompt, at least one
     * @throws IllegalArgumentException if one does not occur; the message names it and what is near
     * @throws io.github.headlight.error.CaptureException if the tokens have no texts
     */
    public static Anchors ofTexts(Attention attention, List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("anchors: expected at least one text, found none");
        }
        PromptText prompt = PromptText.of(attention);
        Question question = Question.of(prompt);
        return new Anchors(
                texts.stream().distinct().map(text -> find(prompt, question, text)).toList(),
                false);
    }

    /**
     * {@return the content words of the question as anchors: see {@link Question}}
     *
     * @param attention a capture whose tokens have texts
     * @throws IllegalArgumentException if the question has no such word
     * @throws io.github.headlight.error.CaptureException if the tokens have no texts
     */
    public static Anchors ofQuestion(Attention attention) {
        PromptText prompt = PromptText.of(attention);
        Question question = Question.of(prompt);
        List<Anchor> found =
                question.contentWords(prompt).stream()
                        .map(word -> find(prompt, question, word))
                        .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "the question \""
                            + Excerpt.of(question.text())
                            + "\" has no content word; name the anchors");
        }
        return new Anchors(found, true);
    }

    /**
     * {@return one anchor, some tokens of the prompt}
     *
     * @param attention the capture
     * @param first first token, inclusive
     * @param end last token, exclusive
     * @throws IllegalArgumentException if the prompt has no such tokens
     */
    public static Anchors ofTokens(Attention attention, int first, int end) {
        if (first < 0 || end <= first || end > attention.promptLength()) {
            throw new IllegalArgumentException(
                    "anchor tokens: expected a span within the prompt's tokens 0 to "
                            + attention.promptLength()
                            + " (exclusive), found "
                            + first
                            + " to "
                            + end);
        }
        int from = attention.tokens().get(first).start();
        int to = attention.tokens().get(end - 1).end();
        PromptPart part =
                attention.tokens().hasTexts()
                        ? Question.of(attention).partOf(from, to)
                        : PromptPart.CONTEXT;
        Occurrence place = new Occurrence(from, to, first, end, List.of(), part);
        String text = attention.tokens().text(first, end);
        return new Anchors(List.of(new Anchor(text, List.of(place))), false);
    }

    /**
     * {@return one anchor, some bytes of the prompt}
     *
     * @param attention a capture whose tokens have texts
     * @param start first byte in the sequence's UTF-8, inclusive
     * @param end last byte, exclusive
     * @throws IllegalArgumentException if the prompt has no such bytes
     * @throws io.github.headlight.error.CaptureException if the tokens have no texts
     */
    public static Anchors ofBytes(Attention attention, int start, int end) {
        PromptText prompt = PromptText.of(attention);
        int length = prompt.offset(prompt.text().length());
        if (start < 0 || end <= start || end > length) {
            throw new IllegalArgumentException(
                    "anchor bytes: expected a span within the prompt's bytes 0 to "
                            + length
                            + " (exclusive), found "
                            + start
                            + " to "
                            + end);
        }
        Question question = Question.of(prompt);
        Occurrence place = prompt.occurrence(start, end, question.partOf(start, end));
        String text = prompt.text().substring(prompt.characterAt(start), prompt.characterAt(end));
        return new Anchors(List.of(new Anchor(text, List.of(place))), false);
    }

    private static Anchor find(PromptText prompt, Question question, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("anchor: expected a word, found a blank text");
        }
        List<Occurrence> found = new ArrayList<>();
        String all = prompt.text();
        for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + text.length())) {
            int start = prompt.offset(at);
            int end = prompt.offset(at + text.length());
            if (Words.isWhole(all, at, at + text.length())) {
                Occurrence place = prompt.occurrence(start, end, question.partOf(start, end));
                if (!prompt.isTemplate(place)) {
                    found.add(place);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "anchor \""
                            + Excerpt.of(text)
                            + "\": does not occur in the prompt as a whole word"
                            + NearTexts.hint(text, all));
        }
        return new Anchor(text, found);
    }

    /**
     * {@return these anchors and others of the same capture}
     *
     * @param others more anchors
     */
    public Anchors and(Anchors others) {
        return new Anchors(
                Stream.concat(list.stream(), others.list.stream()).distinct().toList(),
                fromQuestion && others.fromQuestion);
    }

    /** {@return the anchors, in the order given} */
    public List<Anchor> list() {
        return list;
    }

    /** {@return whether they are the content words of the question, and nobody named them} */
    public boolean isFromQuestion() {
        return fromQuestion;
    }

    /**
     * Checks that these are anchors of a capture's prompt.
     *
     * @throws IllegalArgumentException if they lie elsewhere
     */
    void requireIn(Attention attention) {
        for (Anchor anchor : list) {
            for (Occurrence place : anchor.occurrences()) {
                Token last = attention.tokens().get(attention.promptLength() - 1);
                if (place.endToken() > attention.promptLength() || place.end() > last.end()) {
                    throw new IllegalArgumentException(
                            "anchor \""
                                    + Excerpt.of(anchor.text())
                                    + "\": expected tokens of this prompt, found tokens "
                                    + place.firstToken()
                                    + " to "
                                    + place.endToken()
                                    + "; find anchors in the capture that is diagnosed");
                }
            }
        }
    }

    @Override
    public String toString() {
        return list.stream().map(Anchor::text).toList().toString();
    }
}
