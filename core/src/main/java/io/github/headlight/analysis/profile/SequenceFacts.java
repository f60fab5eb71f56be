package io.github.headlight.analysis.profile;

import static io.github.headlight.capture.EqualTokens.NONE;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.EqualTokens;
import io.github.headlight.capture.Measure;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.capture.Separators;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.token.TokenSequence;

import java.util.Arrays;
import java.util.List;

/** What the tokens of a sequence make of its rows, the same for all heads. */
final class SequenceFacts {
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

    private final AttentionDirection direction;
    private final int size;
    private final boolean hasTexts;
    private final int[] ids;
    private final EqualTokens equalTokens;
    private final boolean[] separator;
    private final double[] logarithms;
    private final int[][] counts;
    private final boolean[] likeFirst;
    private int separatorsAtStart;
    private final int[] rows = new int[Measure.values().length];

    private SequenceFacts(AttentionDirection direction, TokenSequence tokens, int size) {
        this.direction = direction;
        this.size = size;
        this.hasTexts = tokens.hasTexts();
        this.ids = tokens.ids();
        this.equalTokens = new EqualTokens(direction);
        this.separator = new boolean[size];
        this.likeFirst = new boolean[size];
        for (int i = 0; i < size; i++) {
            equalTokens.add(ids[i]);
            separator[i] = hasTexts && Separators.at(tokens, i);
            likeFirst[i] = i > 0 && ids[i] == ids[0];
        }
        while (isCausal() && separatorsAtStart + 1 < size && separator[separatorsAtStart + 1]) {
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
        return new SequenceFacts(
                attention.model().direction(), attention.tokens(), attention.rows());
    }

    private void countKeys() {
        int[] separators = new int[size + 1];
        for (int i = 1; i < size; i++) {
            separators[i + 1] = separators[i] + (separator[i] ? 1 : 0);
        }
        for (int i = firstRow(); i < size; i++) {
            count(Pattern.PREVIOUS_TOKEN, i, i >= 2 ? 1 : 0);
            count(Pattern.DUPLICATE_TOKEN, i, duplicates(i));
            count(Pattern.LOCAL_WINDOW, i, windowEnd(i) - windowStart(i));
            count(Pattern.SEPARATOR, i, separators[keys(i)]);
            if (isCausal()) {
                count(Pattern.INDUCTION, i, inductions(i));
                // Where the last tenth is no more than the window, that is all that can be seen.
                int recent = recent(i);
                count(Pattern.POSITION_BIAS, i, recent > RowWeights.WINDOW + 1 ? recent : 0);
            }
        }
    }

    /** A row can tell if its keys after the first are neither all in the set nor all outside. */
    private void count(Pattern pattern, int query, int keys) {
        counts[SETS.indexOf(pattern)][query] = keys < others(query) ? keys : 0;
    }

    /** How many keys after the first are tokens like a query. */
    private int duplicates(int query) {
        int found = 0;
        for (int key = next(query, query); key != NONE; key = next(query, key)) {
            found += key >= 1 ? 1 : 0;
        }
        return found;
    }

    private int inductions(int query) {
        int found = 0;
        for (int key = inductionStart(query); key != NONE; key = next(query, key)) {
            found++;
        }
        return found;
    }

    private void countRows() {
        Arrays.fill(rows, rows());
        rows[Measure.PREVIOUS_TOKEN.place()] = size - 1;
        rows[Measure.SEPARATOR.place()] = hasTexts ? rows() : 0;
        rows[Measure.DUPLICATE_TOKEN.place()] = 0;
        rows[Measure.INDUCTION.place()] = 0;
        for (int i = firstRow(); i < size; i++) {
            rows[Measure.DUPLICATE_TOKEN.place()] += next(i, i) == NONE ? 0 : 1;
            rows[Measure.INDUCTION.place()] += isCausal() && inductionStart(i) != NONE ? 1 : 0;
        }
        int first = 1;
        while (first < size && !isReference(first)) {
            first++;
        }
        rows[Measure.REPEATED_REFERENCE.place()] = Math.max(0, size - 1 - first);
        for (Measure measure : Measure.values()) {
            if (measure.assumesCausality() && !isCausal()) {
                rows[measure.place()] = 0;
            }
        }
    }

    int size() {
        return size;
    }

    /** Whether no query sees a later key. */
    boolean isCausal() {
        return direction == AttentionDirection.CAUSAL;
    }

    /** The first row that has more than itself to look at; there may be none. */
    int firstRow() {
        return direction.firstRow();
    }

    /** How many rows have more than themselves to look at. */
    int rows() {
        return size < 2 ? 0 : size - firstRow();
    }

    /** How many keys a row sees. */
    int keys(int query) {
        return direction.keys(query, size);
    }

    /** How many keys after the first a row sees. */
    int others(int query) {
        return keys(query) - 1;
    }

    /** How many rows see a key after the first. */
    int rowsThatSee(int key) {
        return isCausal() ? size - key : size;
    }

    /** The first key of a row's window. */
    static int windowStart(int query) {
        return Math.max(1, query - RowWeights.WINDOW);
    }

    /** The end of a row's window, exclusive. */
    int windowEnd(int query) {
        return Math.min(keys(query), query + RowWeights.WINDOW + 1);
    }

    /** The largest entropy of a row of so many keys. */
    double logarithm(int keys) {
        return logarithms[keys];
    }

    /** How many rows a measure is the mean of. */
    int rows(Measure measure) {
        return rows[measure.place()];
    }

    /** The next token like a query that it sees: see {@link EqualTokens#next}. */
    int next(int query, int token) {
        return equalTokens.next(query, token);
    }

    /** See {@link EqualTokens#inductionStart}. */
    int inductionStart(int query) {
        return equalTokens.inductionStart(query);
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

    /** How many rows of a causal model see separators only, after the first key. */
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
            case LOCAL_WINDOW -> key >= windowStart(query) && key < windowEnd(query);
            case POSITION_BIAS -> key > query - recent(query);
            case SEPARATOR -> key >= 1 && separator[key];
            case DUPLICATE_TOKEN -> key >= 1 && key != query && isEqual(key, query);
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
