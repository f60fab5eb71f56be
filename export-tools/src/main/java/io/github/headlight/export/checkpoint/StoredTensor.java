package io.github.headlight.export.checkpoint;

import io.github.headlight.safetensors.DType;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor where it lies on disk.
 *
 * @param file the file that holds it
 * @param name its name
 * @param dtype type of its elements
 * @param shape its axes, the last one contiguous
 * @param offset of its first byte in the file
 * @param length in bytes
 */
public record StoredTensor(
        Path file, String name, DType dtype, List<Long> shape, long offset, long length) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }
}
