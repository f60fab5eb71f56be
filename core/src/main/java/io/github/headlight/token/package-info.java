/**
 * Tokens as a person reads them and as the model got them: ids, exact bytes, spans, labels. The
 * only package that imports the tokenizer library. Depends on {@code error}, {@code file} and
 * {@code model}.
 */
package io.github.headlight.token;
