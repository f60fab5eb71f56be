/**
 * Prompt advice that rests on measurements: how much attention the key instruction receives,
 * whether readers of a repeated word split, whether parts of the prompt are kept apart, whether
 * headings, numbers and labels are returned to; and what a rewritten prompt moves. Depends on
 * {@code capture}, {@code tensor}, {@code token}, {@code generation} {@code language} and {@code
 * error}; knows no session, no view and no other analysis.
 *
 * <p>All of it is about one capture. Attention shows where information may flow; it is not by
 * itself an explanation of an answer.
 */
package io.github.headlight.analysis.advice;
