package io.github.headlight.export.gguf;

import java.util.Arrays;
import java.util.Optional;

/** The types of metadata. */
enum ValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 0),
    ARRAY(9, 0),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private final int number;
    private final int size;

    ValueType(int number, int size) {
        this.number = number;
        this.size = size;
    }

    /** Bytes of a value, 0 if they differ from value to value. */
    int size() {
        return size;
    }

    static Optional<ValueType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
