package io.github.headlight.internal.canvas;

/**
 * The size of a picture.
 *
 * @param width in units of 1/96 inch
 * @param height in units of 1/96 inch
 */
public record Size(double width, double height) {}
