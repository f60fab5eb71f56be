/**
 * Reads GGUF files, versions 2 and 3: metadata and where each tensor lies, never the tensors
 * themselves. Depends on {@code weights} and on core's {@code error}.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">The GGUF format</a>
 */
package io.github.headlight.export.gguf;
