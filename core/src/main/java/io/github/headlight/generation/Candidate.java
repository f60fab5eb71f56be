package io.github.headlight.generation;

import java.util.Comparator;

/**
 * A token that may come next.
 *
 * @param id token id
 * @param probability how likely it is, 0 to 1
 */
public record Candidate(int id, double probability) {
    /** The likeliest first, the lower id first among equals. */
    public static final Comparator<Candidate> LIKELIEST_FIRST =
            Comparator.comparingDouble(Candidate::probability)
                    .reversed()
                    .thenComparingInt(Candidate::id);
}
