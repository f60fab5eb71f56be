package io.github.headlight.renderers.svg;

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
        figure.paint(canvas);
        canvas.write(figure.size(), figure.title(), figure.description(), out);
    }
}
