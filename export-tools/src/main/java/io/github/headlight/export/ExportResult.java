package io.github.headlight.export;

import io.github.headlight.model.ModelSpec;

import java.nio.file.Path;

/**
 * What an export wrote.
 *
 * @param path the model file
 * @param bytesWritten by all files that were written
 * @param spec the model, as its metadata has it
 * @param nodes number of nodes in its graph
 */
public record ExportResult(Path path, long bytesWritten, ModelSpec spec, int nodes) {}
