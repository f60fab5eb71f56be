/**
 * A renderer as somebody else would write one; {@link
 * io.github.headlight.examples.text.TextRenderer} says how. Depends on the core and on nothing
 * else.
 */
package io.github.headlight.examples.text;
