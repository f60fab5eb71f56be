package io.github.headlight.testing;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Full captures for tests: real attention that transformers computed, and made-up ones. */
public final class Attentions {
    private static final Path ROOT =
            Path.of(System.getProperty("headlight.root"), "export-tools/src/test/golden");

    private Attentions() {}

    /**
     * {@return a prompt's attention as transformers computed it; tokens have no texts}
     *
     * @param model folder of the golden
     * @param run name in its case.json
     */
    public static Attention golden(String model, String run) {
        ExpectedValues expected =
                ExpectedValues.open(ROOT.resolve(model + "/expected.safetensors"));
        List<Long> shape = expected.shape(run + ".attentions");
        int layers = shape.get(0).intValue();
        int heads = shape.get(shape.size() - 3).intValue();
        int n = shape.get(shape.size() - 1).intValue();
        float[] values = expected.floats(run + ".attentions");
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(values, i * n * n, n * n), n, n));
        }
        int[] ids =
                Arrays.stream(expected.longs(run + ".input_ids"))
                        .mapToInt(id -> (int) id)
                        .toArray();
        return of(layers, heads, TokenSequence.ofIds(Arrays.copyOf(ids, n)), n, matrices);
    }

    /**
     * {@return causal attention with uneven rows that sum to 1}
     *
     * @param layers number of layers
     * @param heads heads of a layer
     * @param tokens number of tokens, all of the prompt
     * @param seed another one gives another capture
     */
    public static Attention random(int layers, int heads, int tokens, long seed) {
        int[] ids = new Random(seed).ints(tokens, 0, 50).toArray();
        return random(layers, heads, TokenSequence.ofIds(ids), tokens, seed);
    }

    /**
     * {@return causal attention with uneven rows that sum to 1}
     *
     * @param layers number of layers
     * @param heads heads of a layer
     * @param tokens prompt and answer
     * @param prompt number of prompt tokens
     * @param seed another one gives another capture
     */
    public static Attention random(
            int layers, int heads, TokenSequence tokens, int prompt, long seed) {
        Random random = new Random(seed);
        int n = Attention.rows(prompt, tokens.size() - prompt);
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            float[] values = new float[n * n];
            for (int q = 0; q < n; q++) {
                double sum = 0;
                for (int k = 0; k <= q; k++) {
                    values[q * n + k] = (float) Math.exp(3 * random.nextGaussian());
                    sum += values[q * n + k];
                }
                for (int k = 0; k <= q; k++) {
                    values[q * n + k] /= (float) sum;
                }
            }
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(values), n, n));
        }
        return of(layers, heads, tokens, prompt, matrices);
    }

    /**
     * {@return attention of an encoder: full rows that sum to 1}
     *
     * @param layers number of layers
     * @param heads heads of a layer
     * @param tokens what it reads
     * @param seed another one gives another capture
     */
    public static Attention bidirectional(int layers, int heads, TokenSequence tokens, long seed) {
        Random random = new Random(seed);
        int n = tokens.size();
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            float[] values = new float[n * n];
            for (int q = 0; q < n; q++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    values[q * n + k] = (float) Math.exp(3 * random.nextGaussian());
                    sum += values[q * n + k];
                }
                for (int k = 0; k < n; k++) {
                    values[q * n + k] /= (float) sum;
                }
            }
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(values), n, n));
        }
        return bidirectional(layers, heads, tokens, matrices);
    }

    /**
     * {@return a full capture of given matrices of an encoder that is not known}
     *
     * @param layers number of layers
     * @param heads heads of a layer
     * @param tokens what it reads
     * @param matrices heads of layer 0 first
     */
    public static Attention bidirectional(
            int layers, int heads, TokenSequence tokens, List<AttentionMatrix> matrices) {
        return new Attention(
                ModelSpec.unknown(layers, heads).withDirection(AttentionDirection.BIDIRECTIONAL),
                CapturePlan.FULL,
                tokens,
                tokens.size(),
                AttentionTensor.of(layers, heads, matrices),
                null);
    }

    /**
     * {@return a full capture of given matrices, of a model that is not known}
     *
     * @param layers number of layers
     * @param heads heads of a layer
     * @param tokens prompt and answer
     * @param prompt number of prompt tokens
     * @param matrices heads of layer 0 first
     */
    public static Attention of(
            int layers,
            int heads,
            TokenSequence tokens,
            int prompt,
            List<AttentionMatrix> matrices) {
        return new Attention(
                ModelSpec.unknown(layers, heads),
                CapturePlan.FULL,
                tokens,
                prompt,
                AttentionTensor.of(layers, heads, matrices),
                null);
    }

    /**
     * {@return one head's probabilities}
     *
     * @param rows lower triangle: row i has i + 1 values
     */
    public static AttentionMatrix matrix(double[]... rows) {
        int n = rows.length;
        float[] values = new float[n * n];
        for (int q = 0; q < n; q++) {
            for (int k = 0; k <= q; k++) {
                values[q * n + k] = (float) rows[q][k];
            }
        }
        return AttentionMatrix.of(FloatBuffer.wrap(values), n, n);
    }

    /**
     * {@return tokens of given texts; equal texts have equal ids}
     *
     * @param prompt number of those that are not written by the model
     * @param texts one a token
     */
    public static TokenSequence tokens(int prompt, String... texts) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            TokenRole role = i < prompt ? TokenRole.USER : TokenRole.GENERATED;
            byte[] utf8 = texts[i].getBytes(StandardCharsets.UTF_8);
            pieces.add(new TokenPiece(texts[i].hashCode() & 0xffff, utf8, role));
        }
        return TokenSequence.of(pieces);
    }
}
