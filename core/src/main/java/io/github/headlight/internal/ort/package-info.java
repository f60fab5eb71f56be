/** ONNX Runtime: the only package that imports it. Depends on {@code model} and {@code error}. */
package io.github.headlight.internal.ort;
