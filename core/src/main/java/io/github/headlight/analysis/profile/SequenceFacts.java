package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Measure;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.capture.Separators;
import io.github.headlight.token.TokenSequence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tokens of a sequence make of its rows, the same for all heads. */
final class SequenceFacts {
    static final int NONE = -1;

    /** The patterns that are a set of keys in each row. */
    static final List<Pattern> SETS =
            List.of(
                    Pattern.PREVIOUS_TOKEN,
                    Pattern.DUPLICATE_TOKEN,
                    Pattern.INDUCTION,
                    Pattern.LOCAL_WINDOW,
                    Pattern.POSITION_BIAS,
                    Pattern.SEPARATOR);

    private static final int FEWEST_LATER_ROWS = 4;
    private static final int LATER_ROWS = 8;

    private final int size;
    private final boolean hasTexts;
    private final int[] ids;
    private final int[] previous;
    private final boolean[] separator;
    private final double[] logarithms;
    private final int[][] counts;
    private final boolean[] likeFirst;
    private int separatorsAtStart;
    private final int[] rows = new int[Measure.values().length];

    private SequenceFacts(TokenSequence tokens, int size) {
        this.size = size;
        this.hasTexts = tokens.hasTexts();
        this.ids = tokens.ids();
        this.previous = new int[size];
        this.separator = new boolean[size];
        this.likeFirst = new boolean[size];
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < size; i++) {
            Integer earlier = last.put(ids[i], i);
            previous[i] = earlier == null ? NONE : earlier;
            separator[i] = hasTexts && Separators.at(tokens, i);
            likeFirst[i] = i > 0 && ids[i] == ids[0];
        }
        while (separatorsAtStart + 1 < size && separator[separatorsAtStart + 1]) {
            separatorsAtStart++;
        }
        this.logarithms = new double[size + 1];
        for (int i = 1; i <= size; i++) {
            logarithms[i] = Math.log(i);
        }
        this.counts = new int[SETS.size()][size];
        countKeys();
        countRows();
    }

    static SequenceFacts of(Attention attention) {
        return new SequenceFacts(attention.tokens(), attention.rows());
    }

    private void countKeys() {
        int separators = 0;
        for (int i = 1; i < size; i++) {
            separators += separator[i] ? 1 : 0;
            count(Pattern.PREVIOUS_TOKEN, i, 1);
            count(Pattern.DUPLICATE_TOKEN, i, chain(previous[i], 1));
            count(Pattern.INDUCTION, i, chain(inductionStart(i), 0));
            count(Pattern.LOCAL_WINDOW, i, RowWeights.WINDOW + 1);
            // Where the last tenth is no more than the window, a window is all that can be seen.
            int recent = recent(i);
            count(Pattern.POSITION_BIAS, i, recent > RowWeights.WINDOW + 1 ? recent : 0);
            count(Pattern.SEPARATOR, i, separators);
        }
    }

    /** A row can tell if its keys after the first are neither all in the set nor all outside. */
    private void count(Pattern pattern, int query, int keys) {
        counts[SETS.indexOf(pattern)][query] = keys < query ? keys : 0;
    }

    private int chain(int start, int least) {
        int length = 0;
        for (int key = start; key >= least; key = previous[key]) {
            length++;
        }
        return length;
    }

    private void countRows() {
        Arrays.fill(rows, size - 1);
        rows[Measure.SEPARATOR.place()] = hasTexts ? size - 1 : 0;
        int duplicates = 0;
        int inductions = 0;
        for (int i = 1; i < size; i++) {
            duplicates += previous[i] == NONE ? 0 : 1;
            inductions += inductionStart(i) == NONE ? 0 : 1;
        }
        rows[Measure.DUPLICATE_TOKEN.place()] = duplicates;
        rows[Measure.INDUCTION.place()] = inductions;
        int first = 1;
        while (first < size && !isReference(first)) {
            first++;
        }
        rows[Measure.REPEATED_REFERENCE.place()] = Math.max(0, size - 1 - first);
    }

    int size() {
        return size;
    }

    /** The largest entropy of a row of so many keys. */
    double logarithm(int keys) {
        return logarithms[keys];
    }

    /** How many rows a measure is the mean of. */
    int rows(Measure measure) {
        return rows[measure.place()];
    }

    /** The last earlier token like this one, or {@link #NONE}. */
    int previous(int query) {
        return previous[query];
    }

    /** The last earlier token like this one that is not right before it: that one is followed. */
    int inductionStart(int query) {
        int found = previous[query];
        return found == query - 1 && found != NONE ? previous[found] : found;
    }

    /** Whether it is a later token like the first one. */
    boolean isLikeFirst(int query) {
        return likeFirst[query];
    }

    /** How many later tokens are like the first one. */
    int rowsLikeFirst() {
        int rows = 0;
        for (boolean like : likeFirst) {
            rows += like ? 1 : 0;
        }
        return rows;
    }

    /** How many tokens right after the first are separators. */
    int separatorsAtStart() {
        return separatorsAtStart;
    }

    boolean isSeparator(int key) {
        return separator[key];
    }

    /** Whether later queries may return to it: content, with enough rows after it. */
    boolean isReference(int key) {
        return key >= 1
                && !separator[key]
                && size - 1 - key >= Math.max(FEWEST_LATER_ROWS, size / LATER_ROWS);
    }

    /** How many keys are the recent ones of a row. */
    static int recent(int query) {
        return (query + RowWeights.RECENT) / RowWeights.RECENT;
    }

    /**
     * How many keys after the first are in the set of a pattern, by row; 0 where the row cannot
     * tell.
     */
    int[] keys(Pattern pattern) {
        return counts[SETS.indexOf(pattern)];
    }

    /** Whether a key is one of those that a pattern is about in a row. */
    boolean isIn(Pattern pattern, int query, int key) {
        return switch (pattern) {
            case SINK -> key == 0;
            case PREVIOUS_TOKEN -> key == query - 1;
            case LOCAL_WINDOW -> key >= Math.max(1, query - RowWeights.WINDOW);
            case POSITION_BIAS -> key > query - recent(query);
            case SEPARATOR -> key >= 1 && separator[key];
            case DUPLICATE_TOKEN -> key >= 1 && key < query && isEqual(key, query);
            case INDUCTION -> key >= 1 && key < query && isEqual(key - 1, query);
            case GLOBAL_FOCUS -> key >= 1;
            case REPEATED_REFERENCE -> key >= 1 && key < query;
            case MIXED -> false;
        };
    }

    private boolean isEqual(int key, int query) {
        return ids[key] == ids[query];
    }
}
