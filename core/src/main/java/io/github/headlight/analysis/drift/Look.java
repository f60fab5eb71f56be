package io.github.headlight.analysis.drift;

import java.util.List;

/**
 * Where heads looked: a mean over rows and heads, beside what they would have done had each spread
 * its weight on content evenly over the content tokens that it could see.
 *
 * @param masses weight by class of key
 * @param anchorMasses weight on each anchor, in the order of the anchors; a token of two anchors
 *     counts for both, and the first token of the sequence for none
 * @param inQuestion the part of {@code masses.anchors} that lies in the question itself
 * @param evenMass the weight on all anchors under an even spread: mean of weight on content times
 *     the anchors' share of the content tokens; what a capture of the top keys does not name counts
 *     as content
 * @param anchorEvenMasses the same for each anchor
 */
public record Look(
        Masses masses,
        List<Double> anchorMasses,
        double inQuestion,
        double evenMass,
        List<Double> anchorEvenMasses) {
    public Look {
        anchorMasses = List.copyOf(anchorMasses);
        anchorEvenMasses = List.copyOf(anchorEvenMasses);
    }

    /**
     * {@return the weight on the anchors divided by {@link #evenMass}: 1 is an even spread, 0 is
     * not looked at; NaN where that is not defined: no weight on content, or no anchor beside the
     * first token. In a capture of the top keys it is a lower bound}
     */
    public double lift() {
        return ratio(masses.anchors(), evenMass);
    }

    /**
     * {@return the lift of one anchor}
     *
     * @param anchor its place among the anchors, from 0
     */
    public double lift(int anchor) {
        return ratio(anchorMasses.get(anchor), anchorEvenMasses.get(anchor));
    }

    /**
     * {@return the most that {@link #lift} can be: all weight on keys not named is the anchors'}
     */
    public double liftAtMost() {
        return ratio(masses.anchors() + masses.unlisted(), evenMass);
    }

    /**
     * {@return the most that the lift of one anchor can be: all weight on keys not named is its}
     *
     * @param anchor its place among the anchors, from 0
     */
    public double liftAtMost(int anchor) {
        return ratio(anchorMasses.get(anchor) + masses.unlisted(), anchorEvenMasses.get(anchor));
    }

    private static double ratio(double mass, double even) {
        return even > 0 ? mass / even : Double.NaN;
    }
}
