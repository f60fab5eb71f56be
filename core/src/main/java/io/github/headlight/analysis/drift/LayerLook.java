package io.github.headlight.analysis.drift;

/**
 * Where the heads of one layer looked while the key words were written.
 *
 * @param layer from 0
 * @param contentHeads how many of its heads carry content; if 0, the look is the mean of all its
 *     heads
 * @param look mean over the rows that wrote the key words
 */
public record LayerLook(int layer, int contentHeads, Look look) {
    /** Half precision rounds by less. */
    private static final double ROUNDING = 0.001;

    /**
     * {@return whether the anchors get less than an even spread over content would give them, also
     * if all weight on keys not named were theirs}
     */
    public boolean isBelowEven() {
        return look.masses().anchors() + look.masses().unlisted()
                < look.evenMass() * (1 - ROUNDING);
    }
}
