/**
 * Conversations and the template that a checkpoint writes them with. Depends on {@code token},
 * {@code model}, {@code file}, {@code error} and the template interpreter in {@code
 * internal.jinja}.
 */
package io.github.headlight.chat;
