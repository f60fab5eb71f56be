package io.github.headlight.analysis.comparison;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.capture.RowCheck;
import io.github.headlight.error.CaptureException;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Two captures side by side: two prompts, two answers, or two models. Tokens are aligned always;
 * attention is compared where the captures allow it.
 */
public final class Comparison {
    /** How many keys of a row are named that lost, and that gained. */
    private static final int KEYS = 3;

    /** Smaller changes of a key are not worth naming. */
    private static final double LEAST_CHANGE = 0.005;

    private final Attention first;
    private final Attention second;
    private final Alignment alignment;
    private final HeadDivergences divergences;
    private final String obstacle;

    private Comparison(
            Attention first,
            Attention second,
            Alignment alignment,
            HeadDivergences divergences,
            String obstacle) {
        this.first = first;
        this.second = second;
        this.alignment = alignment;
        this.divergences = divergences;
        this.obstacle = obstacle;
    }

    /**
     * {@return the comparison of two captures}
     *
     * <p>Attention is compared if queries of both see later keys, or of neither. Heads are compared
     * if both captures hold all of them, or the top keys of all, in equal numbers; else the means
     * of layers, if both hold those, in equal numbers.
     *
     * @param first one capture
     * @param second another; differences are what it has more than the first
     * @throws CaptureException if tokens cannot be aligned (see {@link Alignment#of}), or rows are
     *     no probabilities
     */
    public static Comparison of(Attention first, Attention second) {
        Alignment alignment = Alignment.of(first, second);
        int pairs = alignment.rows(first.rows(), second.rows());
        AttentionDirection direction = first.model().direction();
        if (direction != second.model().direction()) {
            String obstacle =
                    "attention is not compared: expected two decoders or two encoders, found a "
                            + direction.key()
                            + " model and a "
                            + second.model().direction().key()
                            + " one";
            return new Comparison(first, second, alignment, null, obstacle);
        }
        if (HeadDivergences.firstPair(alignment, pairs, direction) == pairs) {
            String obstacle =
                    "attention is not compared: expected captures that share a row after the first"
                            + " token, found "
                            + alignment;
            return new Comparison(first, second, alignment, null, obstacle);
        }
        Optional<Basis> basis = basis(first, second);
        return basis.isPresent()
                ? new Comparison(
                        first,
                        second,
                        alignment,
                        HeadDivergences.of(first, second, alignment, basis.get()),
                        "")
                : new Comparison(first, second, alignment, null, obstacle(first, second));
    }

    private static Optional<Basis> basis(Attention first, Attention second) {
        boolean sameLayers = first.model().layers() == second.model().layers();
        boolean sameHeads = sameLayers && first.model().heads() == second.model().heads();
        if (sameHeads && isFull(first) && isFull(second)) {
            return Optional.of(Basis.HEADS);
        }
        if (sameHeads
                && first.captured().topK().isPresent()
                && second.captured().topK().isPresent()) {
            return Optional.of(Basis.TOP_KEYS);
        }
        return sameLayers && hasMean(first) && hasMean(second)
                ? Optional.of(Basis.LAYER_MEANS)
                : Optional.empty();
    }

    private static boolean isFull(Attention attention) {
        return attention.captured().full().isPresent();
    }

    private static boolean hasMean(Attention attention) {
        return isFull(attention) || attention.plan().has(CapturePart.Mean.class);
    }

    private static String obstacle(Attention first, Attention second) {
        return "attention is not compared: expected two captures of as many layers and heads that"
                + " both hold full, topk or mean, found "
                + shape(first)
                + " and "
                + shape(second)
                + "; capture both with models exported with the same --capture";
    }

    private static String shape(Attention attention) {
        return attention.model().layers()
                + " layers of "
                + attention.model().heads()
                + " heads ("
                + attention.plan()
                + ")";
    }

    /** {@return the first capture} */
    public Attention first() {
        return first;
    }

    /** {@return the second capture} */
    public Attention second() {
        return second;
    }

    /** {@return which tokens the captures share} */
    public Alignment alignment() {
        return alignment;
    }

    /** {@return whether the captures allow to compare their attention} */
    public boolean hasAttention() {
        return divergences != null;
    }

    /** {@return why attention is not compared, one line; empty if it is} */
    public String obstacle() {
        return obstacle;
    }

    /**
     * {@return how differently each head attends}
     *
     * @throws CaptureException if attention is not compared: {@link #obstacle}
     */
    public HeadDivergences divergences() {
        if (divergences == null) {
            throw new CaptureException(obstacle);
        }
        return divergences;
    }

    /**
     * {@return the heads that changed most, the most changed first, each with the row that changed
     * most}
     *
     * @param most how many, at most
     * @throws CaptureException if attention is not compared: {@link #obstacle}
     */
    public List<HeadChange> changed(int most) {
        return divergences().ranked(most).stream()
                .map(head -> change(head / divergences.heads(), head % divergences.heads()))
                .toList();
    }

    private HeadChange change(int layer, int head) {
        RowPairs rows =
                HeadDivergences.rows(first, second, alignment, divergences.basis(), layer, head);
        int pair = divergences.strongestPair(layer, head);
        double[] p = new double[first.rows() + 1];
        double[] q = new double[first.rows() + 1];
        double divergence = JensenShannon.of(p, q, rows.read(pair, p, q));
        List<KeyChange> changes = rows.changes(pair);
        changes.sort(Comparator.comparingDouble(KeyChange::change));
        List<KeyChange> lost =
                changes.stream().filter(key -> key.change() < -LEAST_CHANGE).limit(KEYS).toList();
        changes.sort(Comparator.comparingDouble(key -> -key.change()));
        List<KeyChange> gained =
                changes.stream().filter(key -> key.change() > LEAST_CHANGE).limit(KEYS).toList();
        return new HeadChange(
                layer,
                divergences.basis() == Basis.LAYER_MEANS ? HeadChoice.ALL : head,
                divergences.get(layer, head),
                alignment.inFirst(pair),
                alignment.inSecond(pair),
                divergence,
                lost,
                gained);
    }

    /**
     * {@return the tokens that both captures have a row of, as the first has them: the axes of
     * {@link #difference}}
     */
    public List<Token> sharedRows() {
        return IntStream.range(0, alignment.rows(first.rows(), second.rows()))
                .mapToObj(pair -> first.tokens().get(alignment.inFirst(pair)))
                .toList();
    }

    /**
     * {@return what a head gives more in the second capture than in the first, {@code [query, key]}
     * over the tokens of {@link #sharedRows}}
     *
     * @param layer from 0
     * @param head from 0, or {@link HeadChoice#ALL} for the mean over the layer's heads
     * @throws CaptureException if no row is shared, or a capture does not hold the head or mean
     */
    public SignedMatrix difference(int layer, int head) {
        AttentionMatrix before = matrix(first, layer, head);
        AttentionMatrix after = matrix(second, layer, head);
        int size = alignment.rows(first.rows(), second.rows());
        if (size == 0) {
            throw new CaptureException(
                    "no difference: expected captures that share a row, found " + alignment);
        }
        float[] values = new float[Math.multiplyExact(size, size)];
        float[] row = new float[before.keys()];
        float[] other = new float[after.keys()];
        for (int q = 0; q < size; q++) {
            before.readRow(alignment.inFirst(q), row, 0);
            after.readRow(alignment.inSecond(q), other, 0);
            int query = alignment.inFirst(q);
            int otherQuery = alignment.inSecond(q);
            RowCheck.sum(row, first.keys(query), layer, head, query);
            RowCheck.sum(other, second.keys(otherQuery), layer, head, otherQuery);
            for (int k = 0; k < first.model().direction().keys(q, size); k++) {
                values[q * size + k] = other[alignment.inSecond(k)] - row[alignment.inFirst(k)];
            }
        }
        return new SignedMatrix(values, size, size);
    }

    private static AttentionMatrix matrix(Attention attention, int layer, int head) {
        return head == HeadChoice.ALL ? attention.mean(layer) : attention.head(layer, head);
    }

    @Override
    public String toString() {
        return "comparison of " + first + " with " + second;
    }
}
