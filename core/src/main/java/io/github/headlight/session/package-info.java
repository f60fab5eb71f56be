/**
 * Running models: devices, prompts, captures. Depends on {@code model}, {@code capture}, {@code
 * generation}, {@code token}, {@code tensor}, {@code internal.record}, {@code internal.memory} and
 * {@code internal.ort}, which alone knows ONNX Runtime.
 */
package io.github.headlight.session;
