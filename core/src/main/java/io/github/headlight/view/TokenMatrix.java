package io.github.headlight.view;

import io.github.headlight.error.CaptureException;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.Words;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Attention between tokens, or words, or blocks: {@code [query, key]} with what its rows and
 * columns stand for.
 *
 * @param matrix {@code [query, key]}
 * @param queries what the rows are; a word or block is a token that has the index of its first
 * @param keys what the columns are
 * @param lens what was done to the values
 * @param reduction what was not captured
 * @param direction which keys a query sees
 */
public record TokenMatrix(
        AttentionMatrix matrix,
        List<Token> queries,
        List<Token> keys,
        Lens lens,
        Reduction reduction,
        AttentionDirection direction) {
    /** 256 MiB. */
    private static final int MOST_CELLS = 1 << 26;

    public TokenMatrix {
        queries = List.copyOf(queries);
        keys = List.copyOf(keys);
        Objects.requireNonNull(lens, "lens");
        Objects.requireNonNull(reduction, "reduction");
        Objects.requireNonNull(direction, "direction");
        if (queries.size() != matrix.queries() || keys.size() != matrix.keys()) {
            throw new IllegalArgumentException(
                    "expected a token for each query and key of "
                            + matrix
                            + ", found "
                            + queries.size()
                            + " and "
                            + keys.size());
        }
    }

    /**
     * {@return a matrix of a causal model as it was captured}
     *
     * @param matrix {@code [query, key]}
     * @param queries the tokens of the rows
     * @param keys the tokens of the columns
     */
    public static TokenMatrix of(AttentionMatrix matrix, List<Token> queries, List<Token> keys) {
        return of(matrix, queries, keys, AttentionDirection.CAUSAL);
    }

    /**
     * {@return a matrix as it was captured}
     *
     * @param matrix {@code [query, key]}
     * @param queries the tokens of the rows
     * @param keys the tokens of the columns
     * @param direction which keys a query sees
     */
    public static TokenMatrix of(
            AttentionMatrix matrix,
            List<Token> queries,
            List<Token> keys,
            AttentionDirection direction) {
        return new TokenMatrix(matrix, queries, keys, Lens.PLAIN, Reduction.NONE, direction);
    }

    /**
     * {@return this matrix through a lens: first the sink, then words, then what is cut away}
     *
     * <p>The sink is the first token; where words are one unit, the word that it is in; in a
     * capture of blocks the first block. A row that gives everything to it has nothing left without
     * it and is 0.
     *
     * @param through how to look at it
     * @throws IllegalStateException if it was looked at through another lens before
     * @throws IllegalArgumentException if no token is left
     * @throws CaptureException if blocks should be made words of, or if too many tokens are left
     */
    public TokenMatrix through(Lens through) {
        if (!lens.equals(Lens.PLAIN)) {
            throw new IllegalStateException("this matrix was already changed: " + lens);
        }
        if (through.equals(Lens.PLAIN)) {
            return this;
        }
        if (through.words() && reduction.kind() == Reduction.Kind.BLOCKS) {
            throw new CaptureException(
                    "this capture holds blocks of "
                            + reduction.size()
                            + " tokens, of which no words can be made; capture full, mean or"
                            + " topk:16, or look at blocks");
        }
        List<Token> newQueries = through.words() ? Words.merge(queries) : queries;
        List<Token> newKeys = through.words() ? Words.merge(keys) : keys;
        int sinkKeys = through.sink() == Sink.SHOWN ? 0 : sinkKeys(newKeys);
        boolean[] shownQueries = shown(newQueries, through.crop());
        boolean[] shownKeys = shown(newKeys, through.crop());
        int[] rowOf = places(queries, newQueries, shownQueries);
        int[] columnOf = places(keys, newKeys, shownKeys);
        newQueries = cropped(newQueries, shownQueries, through.crop(), "queries");
        newKeys = cropped(newKeys, shownKeys, through.crop(), "keys");
        if ((long) newQueries.size() * newKeys.size() > MOST_CELLS) {
            throw new CaptureException(
                    "expected at most "
                            + MOST_CELLS
                            + " cells to look at, found "
                            + newQueries.size()
                            + " × "
                            + newKeys.size()
                            + "; crop to fewer tokens");
        }
        float[] values = new float[newQueries.size() * newKeys.size()];
        int[] merged = new int[newQueries.size()];
        float[] row = new float[keys.size()];
        for (int q = 0; q < rowOf.length; q++) {
            if (rowOf[q] < 0) {
                continue;
            }
            matrix.readRow(q, row, 0);
            leaveOut(row, sinkKeys, through.sink() == Sink.RENORMALISED);
            merged[rowOf[q]]++;
            for (int k = 0; k < row.length; k++) {
                if (columnOf[k] >= 0) {
                    values[rowOf[q] * newKeys.size() + columnOf[k]] += row[k];
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= merged[i / newKeys.size()];
        }
        return new TokenMatrix(
                AttentionMatrix.of(FloatBuffer.wrap(values), newQueries.size(), newKeys.size()),
                newQueries,
                newKeys,
                through,
                reduction,
                direction);
    }

    /** The number of keys that are the sink's: none where it is not among the keys. */
    private int sinkKeys(List<Token> units) {
        if (!isSink(keys.get(0))) {
            return 0;
        }
        return units.size() > 1 ? keyAt(units.get(1).index()) : keys.size();
    }

    private int keyAt(int index) {
        int key = 0;
        while (keys.get(key).index() < index) {
            key++;
        }
        return key;
    }

    private static void leaveOut(float[] row, int sinkKeys, boolean renormalise) {
        Arrays.fill(row, 0, sinkKeys, 0);
        double rest = 0;
        for (float p : row) {
            rest += p;
        }
        if (renormalise && rest > 0) {
            for (int k = sinkKeys; k < row.length; k++) {
                row[k] = (float) (row[k] / rest);
            }
        }
    }

    /** The new place of each token, −1 if it is cut away. */
    private static int[] places(List<Token> tokens, List<Token> units, boolean[] shown) {
        int[] places = new int[tokens.size()];
        int unit = -1;
        int next = 0;
        for (int i = 0; i < places.length; i++) {
            boolean begins =
                    unit + 1 < units.size() && tokens.get(i).index() == units.get(unit + 1).index();
            if (begins) {
                unit++;
                next += shown[unit] ? 1 : 0;
            }
            places[i] = shown[unit] ? next - 1 : -1;
        }
        return places;
    }

    /** Whether any token of a unit is to be shown. */
    private boolean[] shown(List<Token> units, TokenRange crop) {
        boolean[] shown = new boolean[units.size()];
        for (int i = 0; i < shown.length; i++) {
            int end = i + 1 < shown.length ? units.get(i + 1).index() : endOf(units.get(i));
            shown[i] = crop.overlaps(units.get(i).index(), end);
        }
        return shown;
    }

    private int endOf(Token lastUnit) {
        int lastKey = keys.get(keys.size() - 1).index();
        return Math.max(lastUnit.index(), lastKey) + blockSize();
    }

    private int blockSize() {
        return reduction.kind() == Reduction.Kind.BLOCKS ? reduction.size() : 1;
    }

    private static List<Token> cropped(
            List<Token> tokens, boolean[] shown, TokenRange crop, String what) {
        List<Token> some = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            if (shown[i]) {
                some.add(tokens.get(i));
            }
        }
        if (some.isEmpty()) {
            throw new IllegalArgumentException(
                    "crop: no "
                            + what
                            + " are in the tokens "
                            + crop.from()
                            + " to "
                            + crop.to()
                            + "; there are "
                            + tokens.get(0).index()
                            + " to "
                            + tokens.get(tokens.size() - 1).index());
        }
        return some;
    }

    /**
     * {@return whether a key is the sink: the first token of the sequence, or the word or block
     * that it is in}
     *
     * @param key one of {@link #keys}
     */
    public static boolean isSink(Token key) {
        return key.index() == 0;
    }
}
