package io.github.headlight.internal.ort;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An input or output of a run, in memory of the caller: direct, in native order, from its first
 * byte on; position and limit do not count, and it may be longer than the tensor.
 */
public final class TensorSlot {
    private final String name;
    private final Type type;
    private final ByteBuffer bytes;
    private final long[] shape;

    private TensorSlot(String name, Type type, ByteBuffer bytes, long... shape) {
        this.name = name;
        this.type = type;
        this.bytes = bytes;
        this.shape = shape.clone();
    }

    /** Types of elements, of 4 bytes each. */
    enum Type {
        FLOAT,
        INT32
    }

    /**
     * {@return floats}
     *
     * @param name of the input or output
     * @param bytes its memory
     * @param shape its axes
     */
    public static TensorSlot floats(String name, ByteBuffer bytes, long... shape) {
        return new TensorSlot(name, Type.FLOAT, bytes, shape);
    }

    /**
     * {@return whole numbers of 32 bits}
     *
     * @param name of the input or output
     * @param bytes its memory
     * @param shape its axes
     */
    public static TensorSlot ints(String name, ByteBuffer bytes, long... shape) {
        return new TensorSlot(name, Type.INT32, bytes, shape);
    }

    String name() {
        return name;
    }

    Type type() {
        return type;
    }

    long[] shape() {
        return shape.clone();
    }

    int elements() {
        long elements = 1;
        for (long axis : shape) {
            elements = Math.multiplyExact(elements, axis);
        }
        return Math.toIntExact(elements);
    }

    /** What of the memory is the tensor. */
    ByteBuffer values() {
        int length = Math.multiplyExact(elements(), Float.BYTES);
        return bytes.slice(0, length).order(ByteOrder.nativeOrder());
    }

    /** {@return whether it holds numbers only, no NaN and no infinity} */
    public boolean isFinite() {
        return type != Type.FLOAT || FloatType.FLOAT.isFinite(values());
    }
}
