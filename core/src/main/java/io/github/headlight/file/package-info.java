/** Writing files so that nobody sees half of one. A leaf: depends on {@code error} only. */
package io.github.headlight.file;
