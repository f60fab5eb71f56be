package io.github.headlight.internal.canvas;

import io.github.headlight.error.MemoryBudgetException;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Locale;

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
     * @throws MemoryBudgetException if it would need more than half of Java's heap
     */
    public RasterCanvas(Size size, double pixelRatio) {
        double width = pixels(size.width() * pixelRatio);
        double height = pixels(size.height() * pixelRatio);
        requireFits(width, height, Runtime.getRuntime().maxMemory() / 2);
        image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(pixelRatio, pixelRatio);
        set(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        set(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        set(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        set(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        set(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        set(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    }

    /** What rounding left behind a whole number makes no further pixel. */
    private static double pixels(double length) {
        return Math.ceil(length - 1e-6);
    }

    static void requireFits(double width, double height, long limit) {
        double bytes = width * height * Integer.BYTES;
        if (bytes > Math.min(limit, Integer.MAX_VALUE)) {
            throw new MemoryBudgetException(
                    String.format(
                            Locale.ROOT,
                            "a picture of %.0f × %.0f pixels needs %.0f MiB, and may have %.0f MiB;"
                                    + " draw fewer pixels to the inch or a smaller width, crop to"
                                    + " fewer tokens, or draw SVG",
                            width,
                            height,
                            bytes / 0x1p20,
                            limit / 0x1p20));
        }
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
        PlacedText text = PlacedText.of(line, fonts, graphics.getFontRenderContext());
        graphics.setPaint(line.style().color());
        graphics.transform(text.place());
        text.layout().draw(graphics, 0, 0);
        graphics.setTransform(before);
    }
}
