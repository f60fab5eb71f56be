package io.github.headlight.capture;

import io.github.headlight.model.AttentionDirection;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which of the tokens that a query sees are equal to it. Tokens are added in order, as they are
 * read or written; those of a bidirectional model before any is asked for. For one thread while
 * tokens are added.
 */
public final class EqualTokens {
    /** In place of a token. */
    public static final int NONE = -1;

    private final boolean cyclic;

    /** The last earlier token like each; where all are seen, that of the first is the very last. */
    private int[] previous = new int[64];

    private int size;
    private final Map<Integer, Integer> first = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();

    /**
     * Starts without tokens.
     *
     * @param direction which tokens a query sees
     */
    public EqualTokens(AttentionDirection direction) {
        this.cyclic = direction == AttentionDirection.BIDIRECTIONAL;
    }

    /**
     * Adds the next token.
     *
     * @param id its id
     */
    public void add(int id) {
        if (size == previous.length) {
            previous = Arrays.copyOf(previous, 2 * size);
        }
        Integer earlier = last.put(id, size);
        previous[size] = earlier == null ? NONE : earlier;
        if (cyclic) {
            first.putIfAbsent(id, size);
            previous[first.get(id)] = size;
        }
        size++;
    }

    /**
     * {@return the next token that is equal to a query and seen by it, or {@link #NONE}}
     *
     * @param query the query
     * @param token the one found last; the query itself at first
     */
    public int next(int query, int token) {
        int next = previous[token];
        return next == query ? NONE : next;
    }

    /**
     * {@return the last earlier token like a query that is not right before it, so that another
     * token followed it, or {@link #NONE}; the others follow by {@link #next}. For causal models}
     *
     * @param query the query
     */
    public int inductionStart(int query) {
        int found = previous[query];
        return found == query - 1 && found != NONE ? previous[found] : found;
    }
}
