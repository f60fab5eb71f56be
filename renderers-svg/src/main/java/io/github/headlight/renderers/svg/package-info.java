/**
 * The renderers {@code svg} and {@code png}: one painting code, two formats. Depends on {@code
 * internal.figure}, which lays views out and paints them, and on {@code internal.canvas}, which
 * they are painted on.
 */
package io.github.headlight.renderers.svg;
