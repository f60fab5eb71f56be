package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.token.Token;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What of a capture a picture is of: one head, or a mean over heads, layers or both.
 *
 * @param layer from 0; empty is the mean over layers
 * @param head from 0; empty is the mean over heads
 */
public record Subject(OptionalInt layer, OptionalInt head) {
    /** A matrix of more cells is not made of a reduced capture; crop it. */
    private static final int MOST_TOKENS = 4096;

    /**
     * {@return one head}
     *
     * @param layer from 0
     * @param head from 0
     */
    public static Subject head(int layer, int head) {
        return new Subject(OptionalInt.of(layer), OptionalInt.of(head));
    }

    /**
     * {@return the mean over the heads of a layer}
     *
     * @param layer from 0
     */
    public static Subject layer(int layer) {
        return new Subject(OptionalInt.of(layer), OptionalInt.empty());
    }

    /** {@return the mean over all heads of all layers} */
    public static Subject all() {
        return new Subject(OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * {@return its name}
     *
     * @param language of the words
     */
    public String title(Language language) {
        boolean chinese = language == Language.ZH;
        if (layer.isEmpty() && head.isEmpty()) {
            return chinese ? "所有层与头的平均" : "Mean over all layers and heads";
        }
        String ofLayer =
                layer.isEmpty()
                        ? chinese ? "各层平均" : "Mean over layers"
                        : (chinese ? "层 " : "Layer ") + layer.getAsInt();
        String ofHead =
                head.isEmpty()
                        ? chinese ? "各头平均" : "mean over heads"
                        : (chinese ? "头 " : "Head ") + head.getAsInt();
        return ofLayer + " · " + ofHead;
    }

    /**
     * {@return its attention, from the best that was captured: whole matrices, else the top keys of
     * each row, else blocks}
     *
     * @param attention the capture
     * @throws CaptureException if the capture holds nothing of it, or too many tokens
     */
    public TokenMatrix of(Attention attention) {
        CaptureException lacks;
        try {
            return exact(attention, matrix(attention));
        } catch (CaptureException e) {
            lacks = e;
        }
        if (attention.plan().has(CapturePart.TopK.class)) {
            return ofTopKeys(attention);
        }
        if (attention.plan().has(CapturePart.Pooled.class)) {
            return ofBlocks(attention);
        }
        throw lacks;
    }

    private AttentionMatrix matrix(Attention attention) {
        if (layer.isPresent()) {
            return head.isPresent()
                    ? attention.head(layer.getAsInt(), head.getAsInt())
                    : attention.mean(layer.getAsInt());
        }
        List<AttentionMatrix> layers =
                IntStream.range(0, attention.model().layers())
                        .mapToObj(
                                l ->
                                        head.isPresent()
                                                ? attention.head(l, head.getAsInt())
                                                : attention.mean(l))
                        .toList();
        return AttentionMatrix.mean(layers);
    }

    private static TokenMatrix exact(Attention attention, AttentionMatrix matrix) {
        List<Token> tokens = attention.tokens().tokens();
        return TokenMatrix.of(
                matrix,
                tokens.subList(0, matrix.queries()),
                tokens.subList(0, matrix.keys()),
                attention.model().direction());
    }

    private TokenMatrix ofTopKeys(Attention attention) {
        TopKAttention top = attention.topK();
        int size = top.queries();
        if (size > MOST_TOKENS) {
            throw new CaptureException(
                    "a matrix of the top keys of "
                            + size
                            + " tokens: expected at most "
                            + MOST_TOKENS
                            + "; capture pooled:32 for pictures of long prompts");
        }
        int[] layers = chosen(layer, top.layers(), "layer");
        int[] heads = chosen(head, top.heads(), "head");
        float[] values = new float[size * size];
        float share = 1f / (layers.length * heads.length);
        for (int l : layers) {
            for (int h : heads) {
                for (int query = 0; query < size; query++) {
                    for (int rank = 0; rank < top.k(); rank++) {
                        int key = top.key(l, h, query, rank);
                        if (key != TopKAttention.NO_KEY) {
                            values[query * size + key] +=
                                    share * top.probability(l, h, query, rank);
                        }
                    }
                }
            }
        }
        List<Token> tokens = attention.tokens().tokens().subList(0, size);
        return new TokenMatrix(
                AttentionMatrix.of(FloatBuffer.wrap(values), size, size),
                tokens,
                tokens,
                Lens.PLAIN,
                new Reduction(Reduction.Kind.TOP_KEYS, top.k()),
                attention.model().direction());
    }

    private TokenMatrix ofBlocks(Attention attention) {
        PooledAttention pooled = attention.pooled();
        int blocks = pooled.blocks();
        int[] layers = chosen(layer, pooled.layers(), "layer");
        int[] heads = chosen(head, pooled.heads(), "head");
        int rows = attention.rows();
        List<Token> tokens =
                TokenBlocks.of(attention.tokens().tokens().subList(0, rows), pooled.size(), rows);
        float[] values = new float[Math.multiplyExact(blocks, blocks)];
        for (int query = 0; query < blocks; query++) {
            int queries = Math.min(pooled.size(), rows - query * pooled.size());
            float share = 1f / (layers.length * heads.length * queries);
            for (int l : layers) {
                for (int h : heads) {
                    for (int key = 0; key < blocks; key++) {
                        values[query * blocks + key] += share * pooled.sum(l, h, query, key);
                    }
                }
            }
        }
        return new TokenMatrix(
                AttentionMatrix.of(FloatBuffer.wrap(values), blocks, blocks),
                tokens,
                tokens,
                Lens.PLAIN,
                new Reduction(Reduction.Kind.BLOCKS, pooled.size()),
                attention.model().direction());
    }

    private static int[] chosen(OptionalInt index, int size, String what) {
        if (index.isEmpty()) {
            return IntStream.range(0, size).toArray();
        }
        if (index.getAsInt() < 0 || index.getAsInt() >= size) {
            throw new IndexOutOfBoundsException(
                    what
                            + " "
                            + index.getAsInt()
                            + " does not exist: there are 0 to "
                            + (size - 1));
        }
        return new int[] {index.getAsInt()};
    }
}
