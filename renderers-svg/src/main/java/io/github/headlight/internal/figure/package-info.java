/**
 * Views as figures: laid out once in units, whatever the format, then painted on a {@link
 * io.github.headlight.internal.canvas.Canvas}. A view is added with a class that implements {@link
 * io.github.headlight.internal.figure.Figure} and a line in {@link
 * io.github.headlight.internal.figure.Figures}. Depends on {@code internal.canvas} and on the views
 * of the core.
 */
package io.github.headlight.internal.figure;
