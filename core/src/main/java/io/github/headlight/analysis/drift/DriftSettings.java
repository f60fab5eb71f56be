package io.github.headlight.analysis.drift;

/**
 * The thresholds of a diagnosis.
 *
 * @param contentHead a head carries content if, on average over all rows, at least this weight goes
 *     to content that is not the query's own token or the one before it; 0 to 1
 * @param drifted below this {@link Look#lift} an anchor was hardly looked at, and an answer has
 *     drifted; above 0
 * @param anchored from this lift on an anchor was looked at, and an answer is anchored; not below
 *     {@code drifted}
 * @param topHeads how many heads are named as those that looked; 1 or more
 */
public record DriftSettings(double contentHead, double drifted, double anchored, int topHeads) {
    /** 0.2; half and one and a half times an even spread; five heads. */
    public static final DriftSettings DEFAULT = new DriftSettings(0.2, 0.5, 1.5, 5);

    public DriftSettings {
        if (!(contentHead >= 0 && contentHead <= 1)) {
            throw new IllegalArgumentException(
                    "content head threshold: expected 0 to 1, found " + contentHead);
        }
        if (!(drifted > 0 && anchored >= drifted && anchored < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "lift thresholds: expected 0 < drifted <= anchored, found "
                            + drifted
                            + " and "
                            + anchored);
        }
        if (topHeads < 1) {
            throw new IllegalArgumentException("top heads: expected 1 or more, found " + topHeads);
        }
    }
}
