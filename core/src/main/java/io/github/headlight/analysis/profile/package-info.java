/**
 * What each head does: the measures of a head, the pattern they show, and both over many prompts.
 * Depends on {@code capture}, {@code tensor}, {@code token}, {@code model} and {@code error}; knows
 * neither sessions nor renderers.
 */
package io.github.headlight.analysis.profile;
