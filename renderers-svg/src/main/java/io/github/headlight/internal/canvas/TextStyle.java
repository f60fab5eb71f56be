package io.github.headlight.internal.canvas;

import java.awt.Color;

/**
 * How text looks.
 *
 * @param size font size in units
 * @param bold whether it is bold
 * @param color its colour
 */
public record TextStyle(double size, boolean bold, Color color) {}
