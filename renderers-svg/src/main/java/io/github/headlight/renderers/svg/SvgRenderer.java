package io.github.headlight.renderers.svg;

import io.github.headlight.internal.canvas.OutlineCanvas;
import io.github.headlight.internal.canvas.SvgCanvas;
import io.github.headlight.internal.figure.Figure;
import io.github.headlight.internal.figure.Figures;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Draws views as SVG 1.1: text as text, shapes as shapes, large matrices as an embedded image. The
 * same view gives the same bytes on every machine, because nothing is measured with its fonts; only
 * the compressed bytes of an embedded image may differ between versions of Java.
 *
 * <p>With {@link RenderOptions#outlines} text becomes shapes, taken from the fonts of this machine:
 * the same bytes each time here, but not elsewhere. Characters that none of its fonts can draw as
 * shapes (emoji, mostly) become a box.
 */
public final class SvgRenderer implements Renderer {
    @Override
    public String id() {
        return "svg";
    }

    @Override
    public String mediaType() {
        return "image/svg+xml";
    }

    @Override
    public String fileExtension() {
        return "svg";
    }

    @Override
    public boolean supports(AttentionView view) {
        return Figures.canShow(view);
    }

    @Override
    public void write(AttentionView view, RenderOptions options, OutputStream out)
            throws IOException {
        Figure figure = Figures.of(view, options);
        SvgCanvas canvas = new SvgCanvas();
        figure.paint(options.outlines() ? new OutlineCanvas(canvas) : canvas);
        canvas.write(figure.size(), options.width(), figure.title(), figure.description(), out);
    }
}
