package io.github.headlight.internal.canvas;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG files that know their size on paper. */
public final class PngFile {
    private static final double METRES_PER_UNIT = 0.0254 / 96;

    /** Level 6 of 9: half the time, and pictures of text and cells grow by a twentieth. */
    private static final float QUALITY = 1 / 3f;

    private PngFile() {}

    /**
     * Writes an image.
     *
     * @param image the pixels
     * @param pixelRatio pixels to a unit of 1/96 inch
     * @param out receives the file; not closed
     * @throws IOException if {@code out} cannot be written
     */
    public static void write(BufferedImage image, double pixelRatio, OutputStream out)
            throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("png");
        ImageWriter writer = writers.next();
        // Held in memory; the usual stream would make a temporary file.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam small = writer.getDefaultWriteParam();
            small.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            small.setCompressionQuality(QUALITY);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(
                            ImageTypeSpecifier.createFromRenderedImage(image), small);
            metadata.mergeTree("javax_imageio_png_1.0", resolution(pixelRatio));
            writer.write(null, new IIOImage(image, null, metadata), small);
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode resolution(double pixelRatio) {
        String perMetre = Long.toString(Math.round(pixelRatio / METRES_PER_UNIT));
        IIOMetadataNode physical = new IIOMetadataNode("pHYs");
        physical.setAttribute("pixelsPerUnitXAxis", perMetre);
        physical.setAttribute("pixelsPerUnitYAxis", perMetre);
        physical.setAttribute("unitSpecifier", "meter");
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(physical);
        return root;
    }
}
