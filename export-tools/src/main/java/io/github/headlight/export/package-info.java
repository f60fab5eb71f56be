/**
 * Turns a checkpoint into an ONNX model whose graph gives the attention probabilities. {@link
 * io.github.headlight.export.ModelExporter} is the way in; the packages beneath read checkpoints,
 * describe architectures, and build graphs.
 */
package io.github.headlight.export;
