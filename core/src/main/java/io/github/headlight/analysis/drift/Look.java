package io.github.headlight.analysis.drift;

import java.util.List;

/**
 * Where heads looked: a mean over rows and heads, beside what they would have done had they spread
 * over content evenly.
 *
 * @param masses weight by class of key
 * @param anchorMasses weight on each anchor, in the order of the anchors; a token of two anchors
 *     counts for both, and the first token of the sequence for none
 * @param inQuestion the part of {@code masses.anchors} that lies in the question itself
 * @param share the anchors' share of the content tokens that could be seen, 0 to 1; NaN if none
 *     could
 * @param anchorShares the share of each anchor
 */
public record Look(
        Masses masses,
        List<Double> anchorMasses,
        double inQuestion,
        double share,
        List<Double> anchorShares) {
    public Look {
        anchorMasses = List.copyOf(anchorMasses);
        anchorShares = List.copyOf(anchorShares);
    }

    /**
     * {@return the anchors' part of the weight on content, divided by their share of the content
     * tokens: 1 is what an even spread gives, 0 is not looked at; NaN where nothing is defined: no
     * weight on content, or no anchor beside the first token. In a capture of the top keys it is a
     * lower bound}
     */
    public double lift() {
        return lift(masses.anchors(), share);
    }

    /**
     * {@return the lift of one anchor}
     *
     * @param anchor its place among the anchors, from 0
     */
    public double lift(int anchor) {
        return lift(anchorMasses.get(anchor), anchorShares.get(anchor));
    }

    /**
     * {@return the most that {@link #lift} can be: all weight on keys not named is the anchors'}
     */
    public double liftAtMost() {
        return share > 0
                ? Math.min(1 / share, lift(masses.anchors() + masses.unlisted(), share))
                : Double.NaN;
    }

    /**
     * {@return the weight that anchors would have had, had the weight on content been spread
     * evenly; NaN if no content could be seen}
     */
    public double evenMass() {
        return masses.content() * share;
    }

    private double lift(double mass, double tokens) {
        double content = masses.content() + masses.unlisted();
        return content > 0 && tokens > 0 ? mass / content / tokens : Double.NaN;
    }
}
