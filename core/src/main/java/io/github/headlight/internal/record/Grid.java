package io.github.headlight.internal.record;

import io.github.headlight.internal.memory.NativeMemory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Numbers of 4 bytes, {@code [matrix, row, column]}, in memory that grows with the rows. The
 * columns are as many as the rows, or a fixed number.
 */
final class Grid {
    /** In place of a number of columns: as many as rows. */
    static final int SQUARE = 0;

    private static final int STEP = 16;

    private final NativeMemory memory;
    private final int matrices;
    private final int columns;
    private ByteBuffer bytes;
    private int room;

    Grid(NativeMemory memory, int matrices, int columns) {
        this.memory = memory;
        this.matrices = matrices;
        this.columns = columns;
    }

    /**
     * Makes room for some rows; those there are keep their place.
     *
     * @param rows that are needed now
     * @param most that will ever be needed
     */
    void reserve(int rows, int most) {
        if (bytes == null) {
            resize(rows);
        } else if (rows > room) {
            resize(Math.max(rows, Math.min(most, room + Math.max(STEP, room / 8))));
        }
    }

    private int width(int rows) {
        return columns == SQUARE ? rows : columns;
    }

    private void resize(int rows) {
        long cells = (long) matrices * rows * width(rows);
        ByteBuffer resized = memory.allocate(cells * Float.BYTES);
        if (bytes != null) {
            IntBuffer from = bytes.asIntBuffer();
            IntBuffer to = resized.asIntBuffer();
            int kept = Math.min(room, rows);
            int copied = Math.min(width(room), width(rows));
            for (int matrix = 0; matrix < matrices; matrix++) {
                for (int row = 0; row < kept; row++) {
                    to.put((matrix * rows + row) * width(rows), from, index(matrix, row), copied);
                }
            }
            memory.free(bytes);
        }
        bytes = resized;
        room = rows;
    }

    /** Where a row starts. */
    int index(int matrix, int row) {
        return (matrix * room + row) * width(room);
    }

    FloatBuffer floats() {
        return bytes.asFloatBuffer();
    }

    IntBuffer ints() {
        return bytes.asIntBuffer();
    }

    /** Puts rows of a block, {@code [matrix, row, column]} with fewer columns perhaps. */
    void put(ByteBuffer block, int firstRow, int rows, int blockColumns) {
        IntBuffer from = block.duplicate().clear().order(ByteOrder.nativeOrder()).asIntBuffer();
        IntBuffer to = ints();
        for (int matrix = 0; matrix < matrices; matrix++) {
            for (int row = 0; row < rows; row++) {
                to.put(
                        index(matrix, firstRow + row),
                        from,
                        (matrix * rows + row) * blockColumns,
                        blockColumns);
            }
        }
    }

    /** The memory with just so many rows. */
    ByteBuffer cut(int rows) {
        if (rows != room) {
            resize(rows);
        }
        return bytes;
    }
}
