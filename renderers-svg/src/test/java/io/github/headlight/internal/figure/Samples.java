package io.github.headlight.internal.figure;

import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.TokenMatrix;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Heatmaps to draw. */
final class Samples {
    static final List<String> ENGLISH =
            List.of(" The", " harbour", " was", " quiet", ",", " un", "believ", "ably", " so", ".");
    static final List<String> CHINESE =
            List.of("苹果", "公司", "成立", "于", "哪", "一年", "?", "苹果公司成立于", "年", "。");
    static final List<String> MIXED =
            List.of(
                    " 🍎",
                    "👩‍💻",
                    "\n\n",
                    "    ",
                    "\t",
                    "e\u0301",
                    "</script>",
                    "]]>",
                    " antidisestablishmentarianismologists",
                    "<|im_start|>");

    private Samples() {}

    static List<Token> tokens(List<String> texts) {
        return TokenSequence.of(
                        texts.stream()
                                .map(
                                        text ->
                                                new TokenPiece(
                                                        0,
                                                        text.getBytes(StandardCharsets.UTF_8),
                                                        TokenRole.PROMPT))
                                .toList())
                .tokens();
    }

    static List<Token> tokens(List<String> texts, int size) {
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            repeated.add(texts.get(i % texts.size()));
        }
        return tokens(repeated);
    }

    /** {@return each query looks at itself and at token 0, evenly} */
    static Heatmap heatmap(List<Token> tokens) {
        int size = tokens.size();
        float[] values = new float[size * size];
        for (int q = 0; q < size; q++) {
            values[q * size] = 0.5f;
            values[q * size + q] += 0.5f;
        }
        return heatmap(tokens, values);
    }

    static Heatmap heatmap(List<Token> tokens, float[] values) {
        return new Heatmap(
                "Layer 1 · Head 2",
                TokenMatrix.of(
                        AttentionMatrix.of(
                                FloatBuffer.wrap(values),
                                values.length / tokens.size(),
                                tokens.size()),
                        tokens.subList(0, values.length / tokens.size()),
                        tokens));
    }
}
