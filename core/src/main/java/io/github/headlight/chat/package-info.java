/**
 * Conversations, the template that a checkpoint writes them with, and the calls of functions in
 * what the model answers. Depends on {@code token}, {@code model}, {@code file}, {@code error} and
 * the template interpreter in {@code internal.jinja}.
 */
package io.github.headlight.chat;
