/** Small programs that show how Headlight is used, and the teaching model they run on. */
package io.github.headlight.examples;
