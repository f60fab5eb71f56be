package io.github.headlight.safetensors;

import java.util.List;

/**
 * A tensor in a safetensors file.
 *
 * @param name its name
 * @param dtype type of its elements
 * @param shape its axes, the last one contiguous; empty for a single number
 * @param offset of its first byte from the beginning of the file
 * @param length in bytes
 */
public record TensorInfo(String name, DType dtype, List<Long> shape, long offset, long length) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** {@return the offset of the byte behind its last} */
    public long end() {
        return offset + length;
    }

    /**
     * {@return how many bytes a tensor takes}
     *
     * @param dtype type of its elements
     * @param shape its axes
     * @throws ArithmeticException if 63 bits cannot hold that, or an axis is negative
     */
    static long byteLength(DType dtype, List<Long> shape) {
        long length = dtype.size();
        for (long axis : shape) {
            if (axis < 0) {
                throw new ArithmeticException("negative axis");
            }
            length = Math.multiplyExact(length, axis);
        }
        return length;
    }
}
