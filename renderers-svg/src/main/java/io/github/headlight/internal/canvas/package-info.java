/**
 * What figures are painted on: shapes and images through {@code Graphics2D}, text through {@link
 * io.github.headlight.internal.canvas.TextLine}; as SVG or as pixels. Knows nothing of attention;
 * the only package that imports Batik. Depends on the JDK.
 */
package io.github.headlight.internal.canvas;
