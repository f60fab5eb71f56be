package io.github.headlight.internal.figure;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;
import io.github.headlight.view.Difference;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Reduction;
import io.github.headlight.view.TokenMatrix;
import io.github.headlight.view.TokenShades;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Views to draw. */
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

    /** What a model's file may hold, as it stands: nobody made it visible or cut it. */
    static final List<String> HOSTILE =
            List.of(
                    "</text><script>alert(1)</script>",
                    "&#0;&lt;",
                    "]]>",
                    "\" onload=\"alert(1)",
                    "\uD800",
                    "\uDFFF\uD800",
                    "\uFFFE\uFFFF",
                    "\u0000\u0001\u001F\u007F",
                    "\u202Eevil",
                    "\n\n\n",
                    "a" + "\u0301".repeat(5_000),
                    "x".repeat(10_000));

    private Samples() {}

    /** {@return tokens whose labels are their texts, unchanged} */
    static List<Token> raw(List<String> texts) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            tokens.add(new Token(i, i, TokenRole.PROMPT, 0, 0, text, text, 1, 1));
        }
        return tokens;
    }

    /** {@return tokens like those given, in another role} */
    static List<Token> in(TokenRole role, List<Token> tokens) {
        return tokens.stream()
                .map(
                        t ->
                                new Token(
                                        t.index(), t.id(), role, t.start(), t.end(), t.text(),
                                        t.label(), t.part(), t.parts()))
                .toList();
    }

    /** {@return probabilities in which a few keys stand out, 0 above the diagonal} */
    static AttentionMatrix causal(int size, int seed) {
        Random random = new Random(seed);
        float[] values = new float[size * size];
        for (int q = 0; q < size; q++) {
            float sum = 0;
            for (int k = 0; k <= q; k++) {
                float p = (float) Math.pow(random.nextFloat(), 6);
                values[q * size + k] = p;
                sum += p;
            }
            for (int k = 0; k <= q; k++) {
                values[q * size + k] /= sum;
            }
        }
        return AttentionMatrix.of(FloatBuffer.wrap(values), size, size);
    }

    static TokenMatrix causal(List<Token> tokens, int seed) {
        return TokenMatrix.of(causal(tokens.size(), seed), tokens, tokens);
    }

    static HeadLinks links(List<Token> tokens, int heads) {
        List<HeadLinks.Named> named = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            named.add(new HeadLinks.Named("Layer 3 · Head " + head, causal(tokens, head)));
        }
        return new HeadLinks("Links of " + heads + " heads", named);
    }

    static TokenShades shades(List<Token> tokens, int chosen, TokenShades.Direction direction) {
        return new TokenShades("Layer 1 · Head 2", tokens, causal(tokens, 1), chosen, direction);
    }

    /** {@return {@code after} less {@code before}} */
    static Difference difference(
            List<Token> tokens, AttentionMatrix before, AttentionMatrix after) {
        int size = tokens.size();
        float[] change = new float[size * size];
        for (int i = 0; i < change.length; i++) {
            change[i] =
                    after.probability(i / size, i % size) - before.probability(i / size, i % size);
        }
        return new Difference(
                "Layer 1 · Head 2",
                new SignedMatrix(change, size, size),
                tokens,
                tokens,
                "original prompt",
                "rewritten prompt");
    }

    static Difference difference(List<Token> tokens) {
        return difference(tokens, causal(tokens.size(), 1), causal(tokens.size(), 2));
    }

    static HeadGrid grid(int layers, int heads, int kvHeads, int blocks, int tokens) {
        List<AttentionMatrix> thumbnails = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            thumbnails.add(causal(blocks, i));
        }
        return grid(AttentionTensor.of(layers, heads, thumbnails), kvHeads, tokens);
    }

    static HeadGrid grid(AttentionTensor thumbnails, int kvHeads, int tokens) {
        return new HeadGrid(
                "All heads",
                thumbnails,
                kvHeads,
                tokens,
                tokens(List.of(" a"), thumbnails.keys()),
                Lens.PLAIN,
                Reduction.NONE,
                AttentionDirection.CAUSAL);
    }

    static Profile profile(int layers, int heads, int kvHeads, List<String> names) {
        Random random = new Random(5);
        return new Profile(
                "Entropy of attention",
                "entropy (nats)",
                new HeadValues(
                        layers, heads, i -> i % 11 == 10 ? Double.NaN : 4 * random.nextDouble()),
                4,
                kvHeads,
                names);
    }

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
