package io.github.headlight.internal.canvas;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Paints pixels. */
public final class RasterCanvas implements Canvas {
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final FontStack fonts = new FontStack();

    /**
     * Makes a black canvas.
     *
     * @param size in units
     * @param pixelRatio pixels to a unit
     */
    public RasterCanvas(Size size, double pixelRatio) {
        image =
                new BufferedImage(
                        (int) Math.ceil(size.width() * pixelRatio),
                        (int) Math.ceil(size.height() * pixelRatio),
                        BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(pixelRatio, pixelRatio);
        set(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        set(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        set(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        set(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        set(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        set(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    }

    private void set(RenderingHints.Key key, Object value) {
        graphics.setRenderingHint(key, value);
    }

    /** {@return the pixels} */
    public BufferedImage image() {
        return image;
    }

    @Override
    public Graphics2D graphics() {
        return graphics;
    }

    @Override
    public void text(TextLine line) {
        if (line.text().isEmpty()) {
            return;
        }
        AffineTransform before = graphics.getTransform();
        graphics.setPaint(line.style().color());
        graphics.translate(line.x(), line.y());
        graphics.rotate(-Math.toRadians(line.degrees()));
        TextLayout layout = fonts.layout(line, graphics.getFontRenderContext());
        // A typeface that is wider than the room kept free is squeezed: labels never overlap.
        double squeeze = Math.min(1, line.width() / Math.max(1, layout.getAdvance()));
        graphics.scale(squeeze, 1);
        double start = -line.anchor().part() * layout.getAdvance();
        layout.draw(graphics, (float) start, (float) (TextLine.BASELINE * line.style().size()));
        graphics.setTransform(before);
    }
}
