/**
 * How the numbers of weights lie in files: the types of safetensors and GGUF, what each of their
 * blocks decodes to, and the 4-bit blocks of the runtime. Depends on core's {@code tensor} only.
 */
package io.github.headlight.export.weights;
