package io.github.headlight.export.checkpoint;

import io.github.headlight.export.weights.WeightType;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor where it lies on disk.
 *
 * @param file the file that holds it
 * @param name its name
 * @param type how its elements are stored
 * @param shape its axes, the last one contiguous
 * @param offset of its first byte in the file
 * @param length in bytes
 * @param interleavedHeads 0 if its rows are in order; else it has the rows of so many heads, and
 *     those of each are stored as 0, d/2, 1, d/2 + 1, …, where d is the size of a head
 */
public record StoredTensor(
        Path file,
        String name,
        WeightType type,
        List<Long> shape,
        long offset,
        long length,
        int interleavedHeads) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** {@return whether a model can read it in place: floats, and rows in order} */
    public boolean isPlain() {
        return type.isPlain() && interleavedHeads == 0;
    }

    /** {@return the number of rows; one that has a single axis is one row if it is in order} */
    public long rows() {
        return shape.size() == 1 && interleavedHeads == 0 ? 1 : shape.get(0);
    }

    /** {@return the elements of a row} */
    public int columns() {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact) / rows());
    }

    /**
     * {@return where a row is stored, counted in rows}
     *
     * @param row its number in the model
     */
    public long storedRow(long row) {
        if (interleavedHeads == 0) {
            return row;
        }
        long half = rows() / interleavedHeads / 2;
        long head = row / (2 * half);
        long within = row % (2 * half);
        return head * 2 * half + within % half * 2 + within / half;
    }
}
