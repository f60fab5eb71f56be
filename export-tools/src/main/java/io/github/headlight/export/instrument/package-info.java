/**
 * Finds attention in ONNX models made elsewhere and adds its probabilities as outputs. What a model
 * holds is left as it is, byte by byte; nodes are added behind it. Files are not trusted: counts,
 * sizes and depths are bounded, and weights are never read. Depends on the contract, files and
 * plans of core, on {@code export.onnx}, on the captures of {@code export.decoder} and the side
 * files of {@code export.checkpoint}, and on nothing that runs models.
 */
package io.github.headlight.export.instrument;
