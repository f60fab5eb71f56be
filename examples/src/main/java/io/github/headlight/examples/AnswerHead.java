package io.github.headlight.examples;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.TokenSequence;

import java.util.Locale;

/**
 * The head that, while the model writes an answer, looks most at the very tokens it is about to
 * write: the head that copies the answer from the text.
 *
 * @param layer its layer, from 0
 * @param head its number in the layer, from 0
 * @param share the mean share of its attention that goes to earlier occurrences of the token being
 *     written, 0 to 1
 */
public record AnswerHead(int layer, int head, double share) {

    /**
     * {@return the head of a capture with the largest share}
     *
     * @param attention a capture with an answer
     */
    public static AnswerHead of(Attention attention) {
        AnswerHead best = new AnswerHead(0, 0, -1);
        for (int layer = 0; layer < attention.tensor().layers(); layer++) {
            for (int head = 0; head < attention.tensor().heads(); head++) {
                double share = share(attention, attention.tensor().head(layer, head));
                if (share > best.share()) {
                    best = new AnswerHead(layer, head, share);
                }
            }
        }
        return best;
    }

    private static double share(Attention attention, AttentionMatrix matrix) {
        TokenSequence tokens = attention.tokens();
        double sum = 0;
        for (int t = 0; t < attention.generatedLength(); t++) {
            int row = attention.writingRow(t);
            int written = tokens.get(attention.promptLength() + t).id();
            for (int key = 0; key <= row; key++) {
                if (tokens.get(key).id() == written) {
                    sum += matrix.probability(row, key);
                }
            }
        }
        return sum / Math.max(1, attention.generatedLength());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "layer %d, head %d (%.0f %% of its attention)",
                layer,
                head,
                100 * share);
    }
}
