package io.github.headlight.internal.figure;

import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Profile;

/** A profile in words, for readers who do not see it. */
final class ProfileText {
    private ProfileText() {}

    static String describe(Profile profile, ProfileCells cells, Wording words) {
        HeadValues values = profile.values();
        int most = -1;
        int least = -1;
        for (int i = 0; i < values.layers() * values.heads(); i++) {
            double value = at(values, i);
            if (!Double.isNaN(value)) {
                most = most < 0 || value > at(values, most) ? i : most;
                least = least < 0 || value < at(values, least) ? i : least;
            }
        }
        String table =
                words.profileOf(
                        profile.quantity(), values.layers(), values.heads(), profile.kvHeads());
        return most < 0
                ? table
                : table
                        + words.largest(
                                most / values.heads(),
                                most % values.heads(),
                                cells.number(at(values, most)))
                        + words.smallest(
                                least / values.heads(),
                                least % values.heads(),
                                cells.number(at(values, least)));
    }

    private static double at(HeadValues values, int index) {
        return values.get(index / values.heads(), index % values.heads());
    }
}
