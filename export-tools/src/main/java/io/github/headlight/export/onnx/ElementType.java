package io.github.headlight.export.onnx;

/** The element type of a tensor, with the number ONNX has for it. */
public enum ElementType {
    /** 32-bit float. */
    FLOAT(1, 4),
    /** 8-bit unsigned integer, which may hold two of 4 bits. */
    UINT8(2, 1),
    /** 32-bit integer. */
    INT32(6, 4),
    /** 64-bit integer. */
    INT64(7, 8),
    /** True or false. */
    BOOL(9, 1),
    /** 16-bit IEEE float. */
    FLOAT16(10, 2),
    /** The upper half of a 32-bit float. */
    BFLOAT16(16, 2);

    private final int onnx;
    private final int size;

    ElementType(int onnx, int size) {
        this.onnx = onnx;
        this.size = size;
    }

    /** {@return its number in {@code TensorProto.DataType}} */
    public int onnx() {
        return onnx;
    }

    /** {@return bytes per element} */
    public int size() {
        return size;
    }

    /**
     * {@return the type with a number in {@code TensorProto.DataType}}
     *
     * @param onnx the number
     */
    static ElementType of(long onnx) {
        for (ElementType type : values()) {
            if (type.onnx == onnx) {
                return type;
            }
        }
        throw new IllegalArgumentException("element type " + onnx + " is not used here");
    }
}
