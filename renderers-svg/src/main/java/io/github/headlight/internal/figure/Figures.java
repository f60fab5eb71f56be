package io.github.headlight.internal.figure;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Difference;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Report;
import io.github.headlight.view.TokenShades;

/** Which figure shows which view. */
public final class Figures {
    private Figures() {}

    /**
     * {@return whether there is a figure for a view}
     *
     * @param view what to show
     */
    public static boolean canShow(AttentionView view) {
        return !(view instanceof Report);
    }

    /**
     * {@return a view, laid out}
     *
     * @param view one that {@link #canShow} accepts
     * @param options how
     */
    public static Figure of(AttentionView view, RenderOptions options) {
        if (view instanceof Heatmap heatmap) {
            return new HeatmapFigure(heatmap, new Ink(options));
        }
        if (view instanceof HeadGrid grid) {
            return new HeadGridFigure(grid, new Ink(options));
        }
        if (view instanceof Profile profile) {
            return new ProfileFigure(profile, new Ink(options));
        }
        if (view instanceof HeadLinks links) {
            return new LinksFigure(links, new Ink(options));
        }
        if (view instanceof TokenShades shades) {
            return new ShadesFigure(shades, new Ink(options));
        }
        if (view instanceof Difference difference) {
            return new DifferenceFigure(difference, new Ink(options));
        }
        throw new IllegalArgumentException("no figure shows the view " + view.kind());
    }
}
