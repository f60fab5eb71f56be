package io.github.headlight.capture;

import io.github.headlight.model.AttentionDirection;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The measures that are weighted sums of a row, {@code Σ_j w[i, j] · A[i, j]}, as their weights.
 * Tokens are added as they are read or written; those of a bidirectional model before any row is
 * asked for. For one thread.
 */
public final class RowWeights {
    /** The measures, in the order of the weights of a cell. */
    public static final List<Measure> MEASURES =
            List.of(
                    Measure.SINK,
                    Measure.PREVIOUS_TOKEN,
                    Measure.CURRENT_TOKEN,
                    Measure.DUPLICATE_TOKEN,
                    Measure.INDUCTION,
                    Measure.LOCAL_WINDOW,
                    Measure.MEAN_DISTANCE,
                    Measure.RECENCY,
                    Measure.SEPARATOR);

    private static final int SINK = MEASURES.indexOf(Measure.SINK);
    private static final int PREVIOUS_TOKEN = MEASURES.indexOf(Measure.PREVIOUS_TOKEN);
    private static final int CURRENT_TOKEN = MEASURES.indexOf(Measure.CURRENT_TOKEN);
    private static final int DUPLICATE_TOKEN = MEASURES.indexOf(Measure.DUPLICATE_TOKEN);
    private static final int INDUCTION = MEASURES.indexOf(Measure.INDUCTION);
    private static final int LOCAL_WINDOW = MEASURES.indexOf(Measure.LOCAL_WINDOW);
    private static final int MEAN_DISTANCE = MEASURES.indexOf(Measure.MEAN_DISTANCE);
    private static final int RECENCY = MEASURES.indexOf(Measure.RECENCY);
    private static final int SEPARATOR = MEASURES.indexOf(Measure.SEPARATOR);

    /** Keys before the query that are its window. */
    public static final int WINDOW = 8;

    /** The last of so many parts of the keys are the recent ones. */
    public static final int RECENT = 10;

    private final AttentionDirection direction;
    private final boolean hasTexts;
    private final EqualTokens equalTokens;
    private boolean[] separator = new boolean[64];
    private int size;

    /**
     * Weights for a sequence without tokens.
     *
     * @param direction which keys a query sees
     * @param hasTexts whether the tokens that come have texts; without, nothing is known of
     *     separators
     */
    public RowWeights(AttentionDirection direction, boolean hasTexts) {
        this.direction = direction;
        this.hasTexts = hasTexts;
        this.equalTokens = new EqualTokens(direction);
    }

    /**
     * Adds the next token.
     *
     * @param id its id
     * @param isSeparator whether it separates: see {@link Separators}
     */
    public void add(int id, boolean isSeparator) {
        if (size == separator.length) {
            separator = Arrays.copyOf(separator, 2 * size);
        }
        equalTokens.add(id);
        separator[size] = isSeparator;
        size++;
    }

    /**
     * {@return whether a measure has a value in a row}
     *
     * @param measure one of {@link #MEASURES}, or another that every row has
     * @param query the row
     */
    public boolean isDefined(Measure measure, int query) {
        if (isAlone(query)
                || (measure.assumesCausality() && direction != AttentionDirection.CAUSAL)) {
            return false;
        }
        return switch (measure) {
            case PREVIOUS_TOKEN -> query >= 1;
            case DUPLICATE_TOKEN -> equalTokens.next(query, query) != EqualTokens.NONE;
            case INDUCTION -> equalTokens.inductionStart(query) != EqualTokens.NONE;
            case SEPARATOR -> hasTexts;
            default -> true;
        };
    }

    /** Whether a row has only itself to look at. */
    private boolean isAlone(int query) {
        return keys(query) < 2;
    }

    /** How many keys a row sees. */
    int keys(int query) {
        return direction.keys(query, size);
    }

    /** The first row that counts. */
    int firstRow() {
        return direction.firstRow();
    }

    /**
     * Writes the weights of a row, {@code [key, measure]}; those that are 0 are left as they are.
     *
     * @param query the row
     * @param target zeros
     * @param at where the row starts in it
     */
    public void put(int query, FloatBuffer target, int at) {
        int width = MEASURES.size();
        if (isAlone(query)) {
            return;
        }
        int keys = keys(query);
        target.put(at + SINK, 1);
        if (query >= 1) {
            target.put(at + (query - 1) * width + PREVIOUS_TOKEN, 1);
        }
        target.put(at + query * width + CURRENT_TOKEN, 1);
        for (int key = equalTokens.next(query, query);
                key != EqualTokens.NONE;
                key = equalTokens.next(query, key)) {
            target.put(at + key * width + DUPLICATE_TOKEN, 1);
        }
        int windowEnd = Math.min(keys, query + WINDOW + 1);
        for (int key = Math.max(1, query - WINDOW); key < windowEnd; key++) {
            target.put(at + key * width + LOCAL_WINDOW, 1);
        }
        for (int key = 0; key < keys; key++) {
            target.put(at + key * width + MEAN_DISTANCE, Math.abs(query - key));
        }
        for (int key = 1; key < keys; key++) {
            if (separator[key]) {
                target.put(at + key * width + SEPARATOR, 1);
            }
        }
        if (direction == AttentionDirection.CAUSAL) {
            putEarlier(query, target, at);
        }
    }

    /** Those of the measures that assume causality. */
    private void putEarlier(int query, FloatBuffer target, int at) {
        int width = MEASURES.size();
        for (int key = equalTokens.inductionStart(query);
                key != EqualTokens.NONE;
                key = equalTokens.next(query, key)) {
            target.put(at + (key + 1) * width + INDUCTION, 1);
        }
        int recent = (query + RECENT) / RECENT;
        float share = (query + 1) / (float) recent;
        for (int key = query - recent + 1; key <= query; key++) {
            target.put(at + key * width + RECENCY, share);
        }
    }
}
