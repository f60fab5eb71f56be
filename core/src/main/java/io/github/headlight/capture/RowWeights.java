package io.github.headlight.capture;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The measures that are weighted sums of a row, {@code Σ_j w[i, j] · A[i, j]}, as their weights.
 * Tokens are added as they are read or written. For one thread.
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

    private static final int NONE = -1;

    private final boolean hasTexts;
    private int[] previous = new int[64];
    private boolean[] separator = new boolean[64];
    private int size;
    private final Map<Integer, Integer> last = new HashMap<>();

    /**
     * Weights for a sequence without tokens.
     *
     * @param hasTexts whether the tokens that come have texts; without, nothing is known of
     *     separators
     */
    public RowWeights(boolean hasTexts) {
        this.hasTexts = hasTexts;
    }

    /**
     * Adds the next token.
     *
     * @param id its id
     * @param isSeparator whether it separates: see {@link Separators}
     */
    public void add(int id, boolean isSeparator) {
        if (size == previous.length) {
            previous = Arrays.copyOf(previous, 2 * size);
            separator = Arrays.copyOf(separator, 2 * size);
        }
        Integer earlier = last.put(id, size);
        previous[size] = earlier == null ? NONE : earlier;
        separator[size] = isSeparator;
        size++;
    }

    /**
     * {@return whether a measure has a value in a row}
     *
     * @param measure one of {@link #MEASURES}, or another that every row from 1 has
     * @param query the row
     */
    public boolean isDefined(Measure measure, int query) {
        if (query < 1) {
            return false;
        }
        return switch (measure) {
            case DUPLICATE_TOKEN -> previous[query] != NONE;
            case INDUCTION -> inductionStart(query) != NONE;
            case SEPARATOR -> hasTexts;
            default -> true;
        };
    }

    /** The last earlier token like this one that is not right before it: that one is followed. */
    private int inductionStart(int query) {
        int found = previous[query];
        return found == query - 1 && found != NONE ? previous[found] : found;
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
        if (query < 1) {
            return;
        }
        target.put(at + SINK, 1);
        target.put(at + (query - 1) * width + PREVIOUS_TOKEN, 1);
        target.put(at + query * width + CURRENT_TOKEN, 1);
        for (int key = previous[query]; key != NONE; key = previous[key]) {
            target.put(at + key * width + DUPLICATE_TOKEN, 1);
        }
        for (int key = inductionStart(query); key != NONE; key = previous[key]) {
            target.put(at + (key + 1) * width + INDUCTION, 1);
        }
        for (int key = Math.max(1, query - WINDOW); key <= query; key++) {
            target.put(at + key * width + LOCAL_WINDOW, 1);
        }
        int recent = (query + RECENT) / RECENT;
        float share = (query + 1) / (float) recent;
        for (int key = query - recent + 1; key <= query; key++) {
            target.put(at + key * width + RECENCY, share);
        }
        for (int key = 0; key < query; key++) {
            target.put(at + key * width + MEAN_DISTANCE, query - key);
        }
        for (int key = 1; key <= query; key++) {
            if (separator[key]) {
                target.put(at + key * width + SEPARATOR, 1);
            }
        }
    }
}
