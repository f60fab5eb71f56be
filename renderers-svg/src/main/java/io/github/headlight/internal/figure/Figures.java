package io.github.headlight.internal.figure;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Heatmap;

/** Which figure shows which view. */
public final class Figures {
    private Figures() {}

    /**
     * {@return whether there is a figure for a view}
     *
     * @param view what to show
     */
    public static boolean canShow(AttentionView view) {
        return view instanceof Heatmap;
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
        throw new IllegalArgumentException("no figure shows the view " + view.kind());
    }
}
