package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Captures whose weights are known, because the test wrote them. */
final class Planted {
    private final List<TokenPiece> pieces = new ArrayList<>();
    private int prompt;
    private int nextId = 100;

    /** Tokens of one role, each argument one. */
    Planted tokens(TokenRole role, String... texts) {
        for (String text : texts) {
            bytes(role, text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** One token of any bytes. */
    Planted bytes(TokenRole role, byte[] utf8) {
        pieces.add(new TokenPiece(nextId++, utf8, role));
        prompt += role == TokenRole.GENERATED ? 0 : 1;
        return this;
    }

    /** The weight that a query of a head gives to a key, before each row is made to sum to 1. */
    @FunctionalInterface
    interface Weights {
        double at(int layer, int head, int query, int key);
    }

    Attention full(int layers, int heads, Weights weights) {
        return attention(
                layers, heads, CapturePlan.FULL, Captured.full(tensor(layers, heads, weights)));
    }

    Attention topK(int layers, int heads, int k, Weights weights) {
        TopKAttention top = TopKAttention.of(tensor(layers, heads, weights), k);
        return attention(
                layers, heads, CapturePlan.of(new CapturePart.TopK(k)), Captured.NOTHING.with(top));
    }

    Attention attention(int layers, int heads, CapturePlan plan, Captured captured) {
        return new Attention(
                ModelSpec.unknown(layers, heads), plan, sequence(), prompt, captured, null);
    }

    TokenSequence sequence() {
        return TokenSequence.of(pieces);
    }

    int rows() {
        return Attention.rows(prompt, pieces.size() - prompt);
    }

    private AttentionTensor tensor(int layers, int heads, Weights weights) {
        int rows = rows();
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (int head = 0; head < heads; head++) {
                float[] cells = new float[rows * rows];
                for (int query = 0; query < rows; query++) {
                    double sum = 0;
                    for (int key = 0; key <= query; key++) {
                        sum += weights.at(layer, head, query, key);
                    }
                    for (int key = 0; key <= query; key++) {
                        cells[query * rows + key] =
                                (float) (weights.at(layer, head, query, key) / sum);
                    }
                }
                matrices.add(AttentionMatrix.of(FloatBuffer.wrap(cells), rows, rows));
            }
        }
        return AttentionTensor.of(layers, heads, matrices);
    }
}
