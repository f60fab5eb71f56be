package io.github.headlight.capture;

import java.util.List;
import java.util.Locale;

/**
 * What can be measured of a head in one pass over its rows. {@code A[i, j]} is what query i gives
 * to key j, {@code t} are the tokens. Each is a mean over the rows {@code i ≥ 1} for which it is
 * defined; row 0 has only itself to look at.
 *
 * <p>In a bidirectional model of n tokens row 0 counts too, and all rows have n keys: {@code j < i}
 * is {@code j ≠ i}, {@code ln(i + 1)} is {@code ln n}, the window is {@code |i − j| ≤ 8}, {@code i
 * − j} is {@code |i − j|}. What is about earlier tokens only has no rows: {@link
 * #assumesCausality}.
 */
public enum Measure {
    /** {@code −Σ_j A[i,j] ln A[i,j]}, in nats. */
    ENTROPY(0),
    /** Entropy divided by {@code ln(i + 1)}, that of even attention: 0 to 1. */
    ENTROPY_NORMALIZED(1),
    /** {@code A[i, 0]}: the mass on the first token. */
    SINK(2),
    /** {@code A[i, i − 1]}. */
    PREVIOUS_TOKEN(3),
    /** {@code A[i, i]}. */
    CURRENT_TOKEN(4),
    /** {@code Σ A[i, j]} over {@code j < i} with {@code t_j = t_i}; rows that have such a j. */
    DUPLICATE_TOKEN(5),
    /**
     * {@code Σ A[i, j + 1]} over {@code j + 1 < i} with {@code t_j = t_i}; rows that have such a j.
     *
     * @see <a
     *     href="https://transformer-circuits.pub/2022/in-context-learning-and-induction-heads/">Olsson
     *     et al. 2022</a>
     */
    INDUCTION(6),
    /** {@code Σ A[i, j]} over {@code max(1, i − 8) ≤ j ≤ i}. */
    LOCAL_WINDOW(7),
    /** {@code Σ A[i, j] · (i − j)}, in tokens. */
    MEAN_DISTANCE(8),
    /**
     * The mass on the last {@code n = ⌈(i + 1) / 10⌉} keys, divided by {@code n / (i + 1)}, what
     * even attention gives them: 1 is no preference.
     */
    RECENCY(9),
    /**
     * The share that the three keys which receive most have in all that keys receive from all rows,
     * the first token left out on both sides.
     */
    GLOBAL_FOCUS(10),
    /**
     * {@code Σ A[i, j]} over {@code j ≥ 1} that are separators: punctuation, line breaks, and
     * tokens whose role is the chat template; no row has it where tokens have no texts.
     */
    SEPARATOR(11),
    /**
     * How steadily later queries return to one earlier token: the largest {@code (mean_{i > j}
     * √A[i,j])²} of all keys {@code j ≥ 1} that are no separators (where tokens have no texts, of
     * all) and have at least {@code max(4, n / 8)} later rows of n. This power mean is p where
     * every later row gives p, and p divided by the number of rows where only one of them does. The
     * runtime does not compute it: statistics that a model gives have no row with it.
     */
    REPEATED_REFERENCE(12);

    /** Those that the runtime computes, and statistics in files hold. */
    static final List<Measure> REDUCED = List.of(values()).subList(0, SEPARATOR.place + 1);

    private final int place;

    Measure(int place) {
        this.place = place;
    }

    /** {@return whether it says nothing of bidirectional attention, which has no rows with it} */
    public boolean assumesCausality() {
        return this == INDUCTION || this == RECENCY || this == REPEATED_REFERENCE;
    }

    /** {@return where it stands among the measures of a head, from 0} */
    public int place() {
        return place;
    }

    /** {@return the name in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the measure with a name used in files}
     *
     * @param key lower case name
     * @throws IllegalArgumentException if there is none
     */
    public static Measure of(String key) {
        for (Measure measure : values()) {
            if (measure.key().equals(key)) {
                return measure;
            }
        }
        throw new IllegalArgumentException("measure \"" + key + "\" is not known");
    }
}
