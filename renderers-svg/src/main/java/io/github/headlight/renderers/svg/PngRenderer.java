package io.github.headlight.renderers.svg;

import io.github.headlight.internal.canvas.PngFile;
import io.github.headlight.internal.canvas.RasterCanvas;
import io.github.headlight.internal.figure.Figure;
import io.github.headlight.internal.figure.Figures;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Draws views as PNG, {@link RenderOptions#pixelRatio} pixels to a unit, with the fonts of this
 * machine. It needs no display. Characters that none of its fonts can draw become a box. Pictures
 * that would need more than half of Java's heap are refused before anything is allocated.
 */
public final class PngRenderer implements Renderer {
    @Override
    public String id() {
        return "png";
    }

    @Override
    public String mediaType() {
        return "image/png";
    }

    @Override
    public String fileExtension() {
        return "png";
    }

    @Override
    public boolean supports(AttentionView view) {
        return Figures.canShow(view);
    }

    @Override
    public void write(AttentionView view, RenderOptions options, OutputStream out)
            throws IOException {
        Figure figure = Figures.of(view, options);
        double enlarged =
                options.width().map(width -> width.units() / figure.size().width()).orElse(1.0);
        RasterCanvas canvas = new RasterCanvas(figure.size(), options.pixelRatio() * enlarged);
        figure.paint(canvas);
        PngFile.write(canvas.image(), options.pixelRatio(), out);
    }
}
