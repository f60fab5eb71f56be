/**
 * The {@code headlight} command: a thin layer over the libraries, one class a subcommand. The only
 * code that prints.
 */
package io.github.headlight.cli;
