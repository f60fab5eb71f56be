package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.TextLine;

import java.awt.Graphics2D;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines of text that a figure paints. */
final class RecordingCanvas implements Canvas {
    private final BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    private final List<TextLine> lines = new ArrayList<>();

    static List<TextLine> linesOf(Figure figure) {
        RecordingCanvas canvas = new RecordingCanvas();
        figure.paint(canvas);
        return canvas.lines;
    }

    @Override
    public Graphics2D graphics() {
        return image.createGraphics();
    }

    @Override
    public void text(TextLine line) {
        lines.add(line);
    }

    /** {@return pairs of lines whose areas share a place} */
    static List<String> overlaps(List<TextLine> lines) {
        List<String> overlaps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Rectangle2D box = lines.get(i).area().getBounds2D();
            for (int j = i + 1; j < lines.size(); j++) {
                if (!box.intersects(lines.get(j).area().getBounds2D())) {
                    continue;
                }
                Area shared = new Area(lines.get(i).area());
                shared.intersect(new Area(lines.get(j).area()));
                Rectangle2D bounds = shared.getBounds2D();
                if (bounds.getWidth() > 0.01 && bounds.getHeight() > 0.01) {
                    overlaps.add(lines.get(i) + " and " + lines.get(j));
                }
            }
        }
        return overlaps;
    }
}
