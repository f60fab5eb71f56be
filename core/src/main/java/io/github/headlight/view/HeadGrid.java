package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.token.Token;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The map of all heads: layers down, heads across, each head a thumbnail of its matrix.
 *
 * @param title plain text
 * @param thumbnails {@code [layer, head, query block, key block]}: the largest probability of each
 *     block of cells; NaN throughout for heads that were not captured
 * @param kvHeads number of KV heads, which share neighbouring heads among them
 * @param tokens the number of tokens, or words, along each side of a matrix
 * @param blocks what the rows of a thumbnail, and its columns, are: tokens or words, or blocks of
 *     them as a token that has the index of its first
 * @param lens what was done to the values before
 * @param reduction what was not captured
 * @param direction which keys a query sees
 */
public record HeadGrid(
        String title,
        AttentionTensor thumbnails,
        int kvHeads,
        int tokens,
        List<Token> blocks,
        Lens lens,
        Reduction reduction,
        AttentionDirection direction)
        implements AttentionView {
    private static final int LEAST_SIDE = 32;
    private static final int MOST_SIDE = 128;

    /** Blocks along the longer side of a map. */
    private static final int GRID_SIDE = 1536;

    public HeadGrid {
        blocks = List.copyOf(blocks);
        Objects.requireNonNull(lens, "lens");
        Objects.requireNonNull(reduction, "reduction");
        Objects.requireNonNull(direction, "direction");
        if (kvHeads < 1 || thumbnails.heads() % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "KV heads: expected a divisor of "
                            + thumbnails.heads()
                            + " heads, found "
                            + kvHeads);
        }
        if (blocks.size() != thumbnails.queries() || blocks.size() != thumbnails.keys()) {
            throw new IllegalArgumentException(
                    "blocks: expected one for each row and column of "
                            + thumbnails
                            + ", found "
                            + blocks.size());
        }
        for (int layer = 0; layer < thumbnails.layers(); layer++) {
            for (int head = 0; head < thumbnails.heads(); head++) {
                AttentionMatrix thumbnail = thumbnails.head(layer, head);
                if (isCaptured(thumbnail)) {
                    Probabilities.require(thumbnail, "layer " + layer + ", head " + head);
                }
            }
        }
    }

    /**
     * {@return the map of a capture, with thumbnails that are larger where there are fewer heads}
     *
     * @param attention the capture
     * @param lens how to look at each head
     * @param language of the title
     * @throws CaptureException as the other method
     */
    public static HeadGrid of(Attention attention, Lens lens, Language language) {
        int heads = Math.max(attention.model().heads(), attention.model().layers());
        int side = Math.max(LEAST_SIDE, Math.min(MOST_SIDE, GRID_SIDE / heads));
        return of(attention, side, lens, language);
    }

    /**
     * {@return the map of a capture, from the best that it holds of all heads: whole matrices, else
     * the top keys of each row, else blocks, else the chosen heads and nothing of the others}
     *
     * @param attention the capture
     * @param side the most blocks along a side of a thumbnail, from 1; matrices with no more tokens
     *     are not reduced
     * @param lens how to look at each head
     * @param language of the title
     * @throws CaptureException if the capture holds nothing of single heads, or blocks whose sink
     *     cannot be told from its neighbours
     */
    public static HeadGrid of(Attention attention, int side, Lens lens, Language language) {
        if (side < 1) {
            throw new IllegalArgumentException("side: expected 1 or more, found " + side);
        }
        String title = language == Language.ZH ? "所有注意力头" : "All heads";
        boolean matrices =
                attention.plan().has(CapturePart.Full.class)
                        || attention.plan().has(CapturePart.TopK.class);
        if (!matrices && attention.plan().has(CapturePart.Pooled.class)) {
            return ofBlocks(title, attention, side, lens);
        }
        if (!matrices && !attention.plan().has(CapturePart.Heads.class)) {
            attention.tensor(); // Says what the capture lacks.
        }
        return ofMatrices(title, attention, side, lens);
    }

    private static HeadGrid ofMatrices(String title, Attention attention, int side, Lens lens) {
        int heads = attention.model().heads();
        TokenMatrix any = null;
        List<AttentionMatrix> thumbnails = new ArrayList<>();
        for (int layer = 0; layer < attention.model().layers(); layer++) {
            for (int head = 0; head < heads; head++) {
                if (isMissing(attention, layer, head)) {
                    thumbnails.add(null);
                    continue;
                }
                any = Subject.head(layer, head).of(attention).through(lens);
                AttentionMatrix thumbnail = shrink(any.matrix(), side);
                if (!isCaptured(thumbnail)) {
                    // What is no number must not pass for a head that was not captured.
                    Probabilities.require(any.matrix(), "layer " + layer + ", head " + head);
                }
                thumbnails.add(thumbnail);
            }
        }
        List<Token> blocks = blocks(any.keys(), side, Math.min(attention.rows(), lens.crop().to()));
        AttentionMatrix absent = absent(blocks.size());
        thumbnails.replaceAll(thumbnail -> thumbnail == null ? absent : thumbnail);
        return new HeadGrid(
                title,
                AttentionTensor.of(attention.model().layers(), heads, thumbnails),
                attention.model().kvHeads(),
                any.keys().size(),
                blocks,
                lens,
                any.reduction(),
                any.direction());
    }

    /** A capture of chosen heads lacks the others; one of top keys has all. */
    private static boolean isMissing(Attention attention, int layer, int head) {
        if (attention.plan().has(CapturePart.Full.class)
                || attention.plan().has(CapturePart.TopK.class)) {
            return false;
        }
        return attention
                .plan()
                .find(CapturePart.Heads.class)
                .map(part -> !part.inLayer(layer, attention.model().heads()).contains(head))
                .orElse(true);
    }

    private static AttentionMatrix absent(int blocks) {
        float[] nothing = new float[blocks * blocks];
        Arrays.fill(nothing, Float.NaN);
        return AttentionMatrix.of(FloatBuffer.wrap(nothing), blocks, blocks);
    }

    private static List<Token> blocks(List<Token> tokens, int side, int end) {
        return TokenBlocks.of(tokens, ceilDiv(tokens.size(), side), end);
    }

    private static HeadGrid ofBlocks(String title, Attention attention, int side, Lens lens) {
        if (lens.sink() == Sink.RENORMALISED || lens.words()) {
            throw new CaptureException(
                    "this capture holds "
                            + attention.plan()
                            + "; in the map of heads blocks can be neither renormalised nor made"
                            + " words of; capture topk:16, or show the sink");
        }
        PooledAttention pooled = attention.pooled();
        TokenMatrix first = Subject.head(0, 0).of(attention).through(lens);
        int from = first.keys().get(0).index() / pooled.size();
        int blocks = first.keys().size();
        int end = Math.min(attention.rows(), (from + blocks) * pooled.size());
        List<AttentionMatrix> thumbnails = new ArrayList<>();
        for (int layer = 0; layer < pooled.layers(); layer++) {
            for (int head = 0; head < pooled.heads(); head++) {
                float[] maxima = new float[blocks * blocks];
                for (int query = 0; query < blocks; query++) {
                    for (int key = 0; key < blocks; key++) {
                        boolean leftOut = lens.sink() == Sink.MASKED && from + key == 0;
                        maxima[query * blocks + key] =
                                leftOut ? 0 : pooled.max(layer, head, from + query, from + key);
                    }
                }
                thumbnails.add(
                        shrink(AttentionMatrix.of(FloatBuffer.wrap(maxima), blocks, blocks), side));
            }
        }
        return new HeadGrid(
                title,
                AttentionTensor.of(pooled.layers(), pooled.heads(), thumbnails),
                attention.model().kvHeads(),
                end - from * pooled.size(),
                blocks(first.keys(), side, end),
                lens,
                first.reduction(),
                first.direction());
    }

    /** The largest value of each block; the last blocks may be cut. */
    private static AttentionMatrix shrink(AttentionMatrix matrix, int side) {
        int rows = blocks(matrix.queries(), side);
        int columns = blocks(matrix.keys(), side);
        int rowsPerBlock = ceilDiv(matrix.queries(), side);
        int keysPerBlock = ceilDiv(matrix.keys(), side);
        float[] largest = new float[rows * columns];
        float[] row = new float[matrix.keys()];
        for (int query = 0; query < matrix.queries(); query++) {
            matrix.readRow(query, row, 0);
            int at = query / rowsPerBlock * columns;
            for (int key = 0; key < row.length; key++) {
                int block = at + key / keysPerBlock;
                largest[block] = Math.max(largest[block], row[key]);
            }
        }
        return AttentionMatrix.of(FloatBuffer.wrap(largest), rows, columns);
    }

    private static int blocks(int size, int side) {
        return ceilDiv(size, ceilDiv(size, side));
    }

    private static int ceilDiv(int a, int b) {
        return (a - 1) / b + 1;
    }

    /** {@return the number of tokens or words that a row or column of a thumbnail stands for} */
    public int cell() {
        return ceilDiv(tokens, blocks.size());
    }

    /**
     * {@return whether a head was captured}
     *
     * @param layer from 0
     * @param head from 0
     */
    public boolean isCaptured(int layer, int head) {
        return isCaptured(thumbnails.head(layer, head));
    }

    private static boolean isCaptured(AttentionMatrix thumbnail) {
        return !Float.isNaN(thumbnail.probability(0, 0));
    }

    @Override
    public String kind() {
        return "head-grid";
    }
}
