/**
 * What can be drawn: views say what to show and how; renderers only draw. Depends on {@code
 * capture}, {@code tensor}, {@code token} and {@code model}.
 */
package io.github.headlight.view;
