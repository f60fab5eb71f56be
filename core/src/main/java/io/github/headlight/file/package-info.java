/** Files that appear whole or not at all. A leaf: depends on {@code error} only. */
package io.github.headlight.file;
