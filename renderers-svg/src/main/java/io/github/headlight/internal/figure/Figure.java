package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;

/** A view that is laid out and can be painted in any format. Immutable. */
public interface Figure {
    /** {@return its size} */
    Size size();

    /** {@return its title, plain text} */
    String title();

    /** {@return what it shows, in sentences, for readers who do not see it} */
    String description();

    /**
     * Paints everything, from the background on.
     *
     * @param canvas of at least {@link #size}
     */
    void paint(Canvas canvas);
}
