package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.Value;

/**
 * The sizes of a layer's attention matrices, which only a run knows: as axes of outputs, and as
 * values to compute with.
 *
 * @param batch sequences
 * @param sequence queries
 * @param total keys
 * @param sequenceDim {@code [1]}: the number of queries
 * @param totalDim {@code [1]}: the number of keys
 * @param tokenShape the shape {@code [batch, sequence, -1]}
 */
public record MatrixSizes(
        Dim batch, Dim sequence, Dim total, Value sequenceDim, Value totalDim, Value tokenShape) {}
