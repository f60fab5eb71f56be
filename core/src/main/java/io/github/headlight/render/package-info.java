/**
 * The renderer SPI: what a renderer is, how one is found, where its output goes. Depends on {@code
 * view} and {@code error}; renderers depend on this package and not the other way round.
 */
package io.github.headlight.render;
