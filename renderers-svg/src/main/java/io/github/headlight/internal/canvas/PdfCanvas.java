package io.github.headlight.internal.canvas;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;

import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;

/** Paints a PDF of one page, with text as shapes: it needs no fonts where it is read. */
public final class PdfCanvas implements Canvas, AutoCloseable {
    /** Points, of 1/72 inch, to a unit. */
    private static final double POINTS = 0.75;

    /** The same file for the same picture; the usual id comes from the clock. */
    private static final long ID = 0;

    private final PDDocument document = new PDDocument();
    private final PDPage page;
    private final PdfBoxGraphics2D graphics;
    private final Canvas outlines = new OutlineCanvas(new ShapesOnly());

    /**
     * Makes an empty page.
     *
     * @param size in units
     * @param enlarged how many times as large the page is
     * @throws IOException if the page cannot be made
     */
    public PdfCanvas(Size size, double enlarged) throws IOException {
        float width = (float) (size.width() * enlarged * POINTS);
        float height = (float) (size.height() * enlarged * POINTS);
        page = new PDPage(new PDRectangle(width, height));
        document.addPage(page);
        document.setDocumentId(ID);
        graphics = new PdfBoxGraphics2D(document, width, height);
        graphics.scale(enlarged * POINTS, enlarged * POINTS);
    }

    private final class ShapesOnly implements Canvas {
        @Override
        public Graphics2D graphics() {
            return graphics;
        }

        @Override
        public void text(TextLine line) {
            throw new IllegalStateException("text is painted as shapes");
        }
    }

    @Override
    public Graphics2D graphics() {
        return graphics;
    }

    @Override
    public void text(TextLine line) {
        outlines.text(line);
    }

    /**
     * Writes what was painted; the canvas cannot be used again.
     *
     * @param title of the document
     * @param description what it shows
     * @param out receives the file; not closed
     * @throws IOException if {@code out} cannot be written
     */
    public void write(String title, String description, OutputStream out) throws IOException {
        graphics.dispose();
        PDFormXObject form = graphics.getXFormObject();
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.drawForm(form);
        }
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setSubject(description);
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
