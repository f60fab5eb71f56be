package io.github.headlight.render;

import io.github.headlight.view.Theme;

/**
 * How a view is drawn, in any format.
 *
 * @param theme light or dark; a page that can follow the reader's setting starts with it
 * @param pixelRatio pixels of a raster image per unit of the drawing (96 to an inch): 2 is 192 dpi
 */
public record RenderOptions(Theme theme, double pixelRatio) {
    /** Light, at 192 dpi. */
    public static final RenderOptions DEFAULT = new RenderOptions(Theme.LIGHT, 2);

    public RenderOptions {
        if (!(pixelRatio >= 0.25 && pixelRatio <= 8)) {
            throw new IllegalArgumentException(
                    "pixel ratio: expected 0.25 to 8, found " + pixelRatio);
        }
    }
}
