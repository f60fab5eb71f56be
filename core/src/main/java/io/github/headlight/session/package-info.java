/**
 * Running models: devices, prompts, captures, generation. Depends on {@code model}, {@code
 * capture}, {@code token}, {@code tensor} and {@code internal.ort}, which alone knows ONNX Runtime.
 */
package io.github.headlight.session;
