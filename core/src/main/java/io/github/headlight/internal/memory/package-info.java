/** Memory outside the Java heap, and how much of it there is. Depends on {@code error} only. */
package io.github.headlight.internal.memory;
