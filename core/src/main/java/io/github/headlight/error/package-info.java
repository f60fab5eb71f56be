/**
 * The exceptions of Headlight: one unchecked family for what a caller cannot prevent (a damaged
 * file, a missing device, a model that is not understood). What the caller can prevent is an {@link
 * IllegalArgumentException}. A leaf: depends on nothing.
 */
package io.github.headlight.error;
