package io.github.headlight.analysis.advice;

/**
 * How much a figure must change to have moved. Edits that change nothing in meaning (another name,
 * a space more, a "please") change figures too.
 *
 * @param relative as part of the larger of the two values, 0 to 1
 * @param absolute as such
 */
public record NoiseBound(double relative, double absolute) {
    /** The bound that is used if none is given. */
    public static final NoiseBound DEFAULT = new NoiseBound(0.25, 0.05);

    public NoiseBound {
        if (!(relative >= 0 && relative < 1) || !(absolute >= 0)) {
            throw new IllegalArgumentException(
                    "noise bound: expected 0 to 1 and 0 or more, found "
                            + relative
                            + " and "
                            + absolute);
        }
    }

    /** What a change is. Both must be exceeded. */
    Movement of(double before, double after) {
        double change = Math.abs(after - before);
        double larger = Math.max(Math.abs(before), Math.abs(after));
        if (change <= absolute || change <= relative * larger) {
            return Movement.DID_NOT_MOVE;
        }
        return after > before ? Movement.UP : Movement.DOWN;
    }
}
