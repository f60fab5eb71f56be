/**
 * What can be drawn: views say what to show and how; renderers only draw. Depends on {@code
 * analysis}, {@code capture}, {@code tensor}, {@code token}, {@code model} and {@code language}.
 */
package io.github.headlight.view;
