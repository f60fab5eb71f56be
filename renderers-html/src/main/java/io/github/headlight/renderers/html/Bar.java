package io.github.headlight.renderers.html;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A share as a bar, with its figure.
 *
 * @param label what it is the share of
 * @param share 0 to 1
 * @param even a share to compare with, drawn as a line across the bar: 0 to 1
 */
public record Bar(Piece label, double share, OptionalDouble even) {
    public Bar {
        Objects.requireNonNull(label, "label");
        requireShare(share);
        even.ifPresent(Bar::requireShare);
    }

    /**
     * {@return a bar with nothing to compare with}
     *
     * @param label what it is the share of
     * @param share 0 to 1
     */
    public static Bar of(Piece label, double share) {
        return new Bar(label, share, OptionalDouble.empty());
    }

    private static void requireShare(double share) {
        // A little more than 1 is rounding; also false for NaN.
        if (!(share >= 0 && share <= 1.01)) {
            throw new IllegalArgumentException("share: expected 0 to 1, found " + share);
        }
    }
}
