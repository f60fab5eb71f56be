package io.github.headlight.analysis.drift;

import java.util.Locale;

/** Whether an answer was written with a look at its anchors. */
public enum Verdict {
    /** The anchors got clearly more than an even spread over content gives them. */
    ANCHORED,
    /** They got about that. */
    PARTLY,
    /** They got clearly less. */
    DRIFTED,
    /** The capture does not decide it: no weight on content, or too few keys were kept. */
    UNDECIDED;

    static Verdict of(Look look, DriftSettings settings) {
        return of(look.lift(), look.liftAtMost(), settings);
    }

    /** By the least and the most that a lift can be. */
    static Verdict of(double least, double most, DriftSettings settings) {
        if (least >= settings.anchored()) {
            return ANCHORED;
        }
        if (most < settings.drifted()) {
            return DRIFTED;
        }
        boolean between = least >= settings.drifted() && most < settings.anchored();
        return between ? PARTLY : UNDECIDED;
    }

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
