package io.github.headlight.analysis.advice;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Separators;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.Excerpt;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.util.List;
import java.util.stream.IntStream;

/** What the rules share: the prompt in parts, its attention, who reads and what counts. */
final class Reading {
    private static final int QUOTE = 40;

    private final Attention attention;
    private final AttentionMap map;
    private final PromptText text;
    private final List<Segment> sentences;
    private final List<Segment> blocks;
    private final int[] separatorTokens;
    private final Scope content;
    private final Scope written;
    private final int[] answerRows;
    private final int[] promptRows;

    private Reading(Attention attention) {
        this.attention = attention;
        this.map = AttentionMap.of(attention);
        int size = attention.promptLength();
        TokenSequence tokens = attention.tokens();
        this.text = PromptText.of(tokens, size);
        this.sentences = Segmentation.sentences(tokens, size);
        this.blocks = Segmentation.blocks(tokens, size);
        boolean[] counts = new boolean[size];
        boolean[] withSeparators = new boolean[size];
        boolean[] separates = new boolean[size];
        for (int i = 1; i < size; i++) {
            withSeparators[i] = tokens.get(i).role() != TokenRole.TEMPLATE;
            separates[i] = withSeparators[i] && Separators.at(tokens, i);
            boolean isBlank = tokens.get(i).text().isBlank();
            counts[i] = withSeparators[i] && !separates[i] && !isBlank;
        }
        this.separatorTokens = IntStream.range(0, size).filter(i -> separates[i]).toArray();
        this.content = Scope.of(map, counts);
        this.written = Scope.of(map, withSeparators);
        this.answerRows =
                IntStream.range(size - 1, size - 1 + Math.max(1, attention.generatedLength()))
                        .toArray();
        this.promptRows = content.in(0, size - 1);
    }

    static Reading of(Attention attention) {
        if (attention.model().isBidirectional()) {
            throw new CaptureException(
                    "this capture is of an encoder, which answers no prompt, and advice is measured"
                            + " where a model answers; capture with a decoder");
        }
        if (!attention.tokens().hasTexts()) {
            throw new CaptureException(
                    "advice needs the texts of tokens, and this capture has only ids; capture with"
                            + " a tokenizer: --prompt or --chat instead of --ids");
        }
        return new Reading(attention);
    }

    Attention attention() {
        return attention;
    }

    AttentionMap map() {
        return map;
    }

    TokenSequence tokens() {
        return attention.tokens();
    }

    int size() {
        return attention.promptLength();
    }

    PromptText text() {
        return text;
    }

    List<Segment> sentences() {
        return sentences;
    }

    List<Segment> blocks() {
        return blocks;
    }

    /** Punctuation and line breaks of the prompt. */
    int[] separatorTokens() {
        return separatorTokens;
    }

    /** Tokens of the prompt beside the first, the template's, punctuation and whitespace. */
    Scope content() {
        return content;
    }

    /** Tokens of the prompt beside the first and the template's. */
    Scope written() {
        return written;
    }

    /** The rows that wrote the answer; the last row of the prompt if none was written. */
    int[] answerRows() {
        return answerRows;
    }

    /** The rows of content tokens, without the last row of the prompt, which writes. */
    int[] promptRows() {
        return promptRows;
    }

    /** The same, from a token on. */
    int[] promptRowsFrom(int token) {
        return IntStream.of(promptRows).filter(row -> row >= token).toArray();
    }

    /** A text in one line, cut, in quotation marks. */
    static String quote(String text) {
        return "\"" + Excerpt.of(text.strip().replaceAll("\\s+", " "), QUOTE) + "\"";
    }
}
