package io.github.headlight.internal.figure;

import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Shading;

import java.util.Locale;

/** What the cells of a profile show: places on the ramp, and labels. */
final class ProfileCells {
    private final Profile profile;
    private final Shading shading;
    private final HeadCodes codes;
    private final int decimals;

    ProfileCells(Profile profile, Shading shading) {
        this.profile = profile;
        this.shading = shading;
        this.codes = new HeadCodes(profile.names());
        double most = profile.values().max();
        this.decimals = !(most > 1.005) ? 2 : most < 100 ? 1 : 0;
    }

    HeadValues values() {
        return profile.values();
    }

    HeadCodes codes() {
        return codes;
    }

    /** {@return whether a head has a value} */
    boolean isDefined(int layer, int head) {
        return !Double.isNaN(values().get(layer, head));
    }

    boolean areAllDefined() {
        for (int layer = 0; layer < values().layers(); layer++) {
            for (int head = 0; head < values().heads(); head++) {
                if (!isDefined(layer, head)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** {@return what the end of the ramp stands for; 1 where each row has its own} */
    double top() {
        return switch (shading.range()) {
            case UNIT -> profile.top();
            case PICTURE -> orOne(values().max());
            case ROW -> 1;
        };
    }

    private double top(int layer) {
        if (shading.range() != Shading.Range.ROW) {
            return top();
        }
        double most = 0;
        for (int head = 0; head < values().heads(); head++) {
            if (isDefined(layer, head)) {
                most = Math.max(most, values().get(layer, head));
            }
        }
        return orOne(most);
    }

    private static double orOne(double most) {
        return most > 0 ? most : 1;
    }

    /** {@return the level of colour of a head that has a value, 0 to {@link CellGrid#TOP}} */
    int level(int layer, int head) {
        // A threshold is of probabilities.
        double position = shading.scale().position(values().get(layer, head) / top(layer));
        return (int) Math.round(position * CellGrid.TOP);
    }

    /** {@return a head's code, if heads have names, else its value} */
    String label(int layer, int head) {
        return profile.names().isEmpty()
                ? value(layer, head)
                : codes.code(profile.names().get(layer * values().heads() + head));
    }

    /** {@return a head's name, if heads have names, and its value} */
    String full(int layer, int head) {
        String name =
                profile.names().isEmpty()
                        ? ""
                        : profile.names().get(layer * values().heads() + head) + ", ";
        return isDefined(layer, head) ? name + value(layer, head) : name.replace(", ", "");
    }

    private String value(int layer, int head) {
        return isDefined(layer, head) ? number(values().get(layer, head)) : "";
    }

    /** {@return a number with as many decimals as all others} */
    String number(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
