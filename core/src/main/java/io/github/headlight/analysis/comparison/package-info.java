/**
 * Two captures side by side: which tokens they share, and what each head does differently over
 * them. Depends on {@code capture}, {@code tensor}, {@code token}, {@code model} and {@code error}.
 */
package io.github.headlight.analysis.comparison;
