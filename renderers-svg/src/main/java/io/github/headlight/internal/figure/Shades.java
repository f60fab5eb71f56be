package io.github.headlight.internal.figure;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenMatrix;
import io.github.headlight.view.TokenShades;
import io.github.headlight.view.TokenShades.Direction;

/** How the tokens of a text are shaded: levels of colour, as {@link CellGrid} has them. */
final class Shades {
    private final TokenShades view;
    private final Shading shading;
    private final double top;

    Shades(TokenShades view, Shading shading) {
        this.view = view;
        this.shading = shading;
        double most = 0;
        for (int i = 0; i < view.text().size(); i++) {
            most = Math.max(most, view.weight(i));
        }
        this.top = shading.range() == Shading.Range.UNIT || most == 0 ? 1 : most;
    }

    /** {@return what the end of the ramp stands for} */
    double top() {
        return top;
    }

    /**
     * {@return the level of a token}
     *
     * @param index into the text
     */
    int level(int index) {
        if (isLeftOut(index)) {
            return CellGrid.LEFT_OUT;
        }
        if (!canBeSeen(index) && view.weight(index) == 0) {
            return CellGrid.MASKED;
        }
        double weight = Math.max(0, view.weight(index));
        return (int) Math.round(shading.position(weight, top) * CellGrid.TOP);
    }

    private boolean isLeftOut(int index) {
        return view.direction() == Direction.READS
                && view.links().lens().sink() != Sink.SHOWN
                && TokenMatrix.isSink(view.text().get(index));
    }

    /** A decoder's queries see no later token; the last token of an answer was never a query. */
    private boolean canBeSeen(int index) {
        if (view.links().direction() == AttentionDirection.BIDIRECTIONAL) {
            return true;
        }
        return view.direction() == Direction.READS
                ? index <= view.chosen()
                : index >= view.chosen() && index < view.links().queries().size();
    }

    boolean has(int level) {
        for (int i = 0; i < view.text().size(); i++) {
            if (level(i) == level) {
                return true;
            }
        }
        return false;
    }

    boolean has(TokenRole role) {
        return view.text().stream().anyMatch(token -> token.role() == role);
    }
}
