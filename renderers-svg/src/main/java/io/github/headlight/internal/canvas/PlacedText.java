package io.github.headlight.internal.canvas;

import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;

/**
 * A line of text in the fonts of this machine. A typeface that is wider than the room kept free is
 * squeezed: labels never overlap.
 *
 * @param layout glyphs from the origin to the right
 * @param place moves, turns and squeezes them
 */
record PlacedText(TextLayout layout, AffineTransform place) {
    static PlacedText of(TextLine line, FontStack fonts, FontRenderContext context) {
        TextLayout layout = fonts.layout(line, context);
        AffineTransform place = AffineTransform.getTranslateInstance(line.x(), line.y());
        place.rotate(-Math.toRadians(line.degrees()));
        place.scale(Math.min(1, line.width() / Math.max(1, layout.getAdvance())), 1);
        place.translate(
                -line.anchor().part() * layout.getAdvance(),
                TextLine.BASELINE * line.style().size());
        return new PlacedText(layout, place);
    }

    /** {@return the outlines of its glyphs} */
    Shape outline() {
        return layout.getOutline(place);
    }
}
