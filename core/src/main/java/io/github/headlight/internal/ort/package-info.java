/**
 * ONNX Runtime: the only package that imports it. Depends on {@code model}, {@code error}, {@code
 * tensor} and {@code internal.memory}.
 */
package io.github.headlight.internal.ort;
