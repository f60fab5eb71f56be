/**
 * Builds the ONNX graph of a decoder whose attention probabilities are outputs. One builder for all
 * architectures. Depends on {@code architecture}, {@code checkpoint}, {@code onnx}, {@code weights}
 * and core's {@code model}.
 */
package io.github.headlight.export.decoder;
