/**
 * Attention drift: whether the model looked at the words that its answer should rest on while it
 * wrote it, and which layer and which heads did. Depends on {@code capture}, {@code tensor}, {@code
 * token}, {@code model} {@code language} and {@code error}; knows nothing of sessions, views and
 * renderers.
 */
package io.github.headlight.analysis.drift;
