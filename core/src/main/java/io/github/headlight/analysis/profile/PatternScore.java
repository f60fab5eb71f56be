package io.github.headlight.analysis.profile;

/**
 * How much a head shows a pattern beyond chance. Chance is the same rows with their keys shuffled,
 * the first key left where it is; its mean and variance are exact, no row is shuffled for them. For
 * sums over keys that mean is also what even attention with the same sink gives.
 *
 * <p>Rows that cannot tell (no key of the pattern, or no other) are left out.
 *
 * @param pattern which
 * @param excess attention of the pattern beyond chance, summed over rows
 * @param room the most that could be, summed over rows
 * @param variance of the sum under chance
 * @param logChoices logarithm of the number of places that the pattern was the best of
 * @param mass attention that the pattern is a part of, summed over rows: that beside the first
 *     token
 * @param rows how many rows
 */
public record PatternScore(
        Pattern pattern,
        double excess,
        double room,
        double variance,
        double logChoices,
        double mass,
        int rows) {
    private static final double LEAST_ROOM = 1e-6;

    /**
     * {@return a score of nothing}
     *
     * @param pattern which
     */
    public static PatternScore undefined(Pattern pattern) {
        return new PatternScore(pattern, 0, 0, 0, 0, 0, 0);
    }

    /** {@return whether there is a row that can tell} */
    public boolean isDefined() {
        return rows > 0 && room > LEAST_ROOM * rows;
    }

    /**
     * {@return the excess over chance as a part of the most that could be, 0 to 1; NaN if no row
     * can tell}
     */
    public double score() {
        return isDefined() ? Math.max(0, Math.min(1, excess / room)) : Double.NaN;
    }

    /** {@return the attention that the pattern is a part of, a row: 0 to 1; NaN without rows} */
    public double share() {
        return rows == 0 ? Double.NaN : mass / rows;
    }

    /** {@return the score as a part of all attention, that to the first token counted in} */
    public double rawScore() {
        return score() * share();
    }

    /**
     * {@return by how many standard deviations the excess is beyond chance; where the pattern is
     * the best of several places, what remains after as many as the best of them has by chance (a
     * bound for normal variables)}
     */
    public double deviations() {
        if (!isDefined() || excess <= 0) {
            return 0;
        }
        double squared = excess * excess / variance - 2 * logChoices;
        return squared > 0 ? Math.sqrt(squared) : 0;
    }

    /** {@return this score with another variance} */
    PatternScore withVariance(double other) {
        return new PatternScore(pattern, excess, room, other, logChoices, mass, rows);
    }

    /** {@return this score as that of the best of some places} */
    PatternScore amongChoices(int choices) {
        double logarithm = Math.log(Math.max(1, choices));
        return new PatternScore(pattern, excess, room, variance, logarithm, mass, rows);
    }

    /**
     * {@return the score over the rows of both}
     *
     * @param other a score of the same pattern
     */
    public PatternScore plus(PatternScore other) {
        if (pattern != other.pattern) {
            throw new IllegalArgumentException(
                    "cannot add scores of " + pattern.key() + " and " + other.pattern.key());
        }
        return new PatternScore(
                pattern,
                excess + other.excess,
                room + other.room,
                variance + other.variance,
                logChoices + other.logChoices,
                mass + other.mass,
                rows + other.rows);
    }
}
