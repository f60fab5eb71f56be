package io.github.headlight.renderers.svg;

import io.github.headlight.internal.canvas.PdfCanvas;
import io.github.headlight.internal.figure.Figure;
import io.github.headlight.internal.figure.Figures;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Draws views as PDF of one page, as large as the picture. Text is drawn as shapes, with the fonts
 * of this machine, so that every reader shows it; it cannot be searched. Title and description are
 * in the document's information.
 */
public final class PdfRenderer implements Renderer {
    @Override
    public String id() {
        return "pdf";
    }

    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public String fileExtension() {
        return "pdf";
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
        try (PdfCanvas canvas = new PdfCanvas(figure.size(), enlarged)) {
            figure.paint(canvas);
            canvas.write(figure.title(), figure.description(), out);
        }
    }
}
