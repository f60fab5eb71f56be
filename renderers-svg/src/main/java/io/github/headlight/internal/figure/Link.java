package io.github.headlight.internal.figure;

import java.util.Comparator;

/**
 * A line from a query to a key.
 *
 * @param head which of the heads that are drawn
 * @param query row
 * @param key column
 * @param probability how much the query looks at the key
 * @param position of the probability on the ramp, 0 to 1
 */
record Link(int head, int query, int key, float probability, double position) {
    /** The weakest first; of equals the last head, query and key. */
    static final Comparator<Link> WEAKEST_FIRST =
            Comparator.comparingDouble(Link::position)
                    .thenComparing(Link::probability)
                    .thenComparing(Comparator.comparingInt(Link::head).reversed())
                    .thenComparing(Comparator.comparingInt(Link::query).reversed())
                    .thenComparing(Comparator.comparingInt(Link::key).reversed());
}
