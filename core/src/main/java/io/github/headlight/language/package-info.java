/** The languages that Headlight writes in. Depends on nothing. */
package io.github.headlight.language;
