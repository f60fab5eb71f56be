package io.github.headlight.analysis.advice;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Captures with attention that is known exactly. */
final class Planted {
    private final List<TokenPiece> pieces = new ArrayList<>();
    private int promptLength;
    private Logits logits;

    /** What a query gives to a key before its row is made to sum to 1. */
    @FunctionalInterface
    interface Weight {
        double at(int query, int key);
    }

    /** A prompt that starts with a token that nothing counts, as "&lt;s&gt;" does. */
    static Planted prompt(String... tokens) {
        Planted planted = new Planted();
        planted.add(TokenRole.TEMPLATE, "<s>");
        planted.add(TokenRole.USER, tokens);
        planted.promptLength = planted.pieces.size();
        return planted;
    }

    /** A prompt of any tokens. */
    static Planted of(List<TokenPiece> tokens) {
        Planted planted = new Planted();
        planted.pieces.addAll(tokens);
        planted.promptLength = tokens.size();
        return planted;
    }

    /** A text cut before each space and around punctuation, line breaks and Chinese characters. */
    static Planted text(String text) {
        return prompt(text.split("(?=[ \n.,?!:。，？：])|(?<=[\n#])|(?=\\p{IsHan})"));
    }

    Planted answer(String... tokens) {
        add(TokenRole.GENERATED, tokens);
        return this;
    }

    /** Logits of the rows that wrote the answer: each gives all to one of two tokens, in parts. */
    Planted logits(float[]... rows) {
        logits =
                new Logits(
                        promptLength - 1, List.of(rows).stream().map(FloatBuffer::wrap).toList());
        return this;
    }

    private void add(TokenRole role, String... tokens) {
        for (String token : tokens) {
            pieces.add(new TokenPiece(id(token), token.getBytes(StandardCharsets.UTF_8), role));
        }
    }

    private static int id(String token) {
        return Math.floorMod(token.hashCode(), 1000);
    }

    /** The number of the first token with a text, after so many others with it. */
    int token(String text, int skip) {
        TokenSequence tokens = TokenSequence.of(pieces);
        int left = skip;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).text().strip().equals(text) && left-- == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException(text + " is not in " + tokens);
    }

    int token(String text) {
        return token(text, 0);
    }

    int promptLength() {
        return promptLength;
    }

    /** The capture: each head has its weights; all rows sum to 1. */
    Attention capture(Weight... heads) {
        int rows = Attention.rows(promptLength, pieces.size() - promptLength);
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (Weight head : heads) {
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(rows(head, rows)), rows, rows));
        }
        return capture(AttentionTensor.of(1, heads.length, matrices));
    }

    Attention capture(AttentionTensor tensor) {
        return new Attention(
                ModelSpec.unknown(tensor.layers(), tensor.heads()),
                CapturePlan.FULL,
                TokenSequence.of(pieces),
                promptLength,
                tensor,
                logits);
    }

    static float[] rows(Weight weight, int rows) {
        float[] values = new float[rows * rows];
        for (int query = 0; query < rows; query++) {
            double sum = 0;
            for (int key = 0; key <= query; key++) {
                sum += weight.at(query, key);
            }
            for (int key = 0; key <= query; key++) {
                values[query * rows + key] = (float) (weight.at(query, key) / sum);
            }
        }
        return values;
    }

    static double uniform(int query, int key) {
        return 1;
    }

    PromptAdvice advice(Weight... heads) {
        return PromptAdvice.of(capture(heads));
    }
}
