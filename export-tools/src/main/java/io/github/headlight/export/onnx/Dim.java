package io.github.headlight.export.onnx;

/**
 * One axis of a shape: a number, or a name for what is known only when the model runs.
 *
 * @param name the name, or null for a number
 * @param size the number, or -1 for a name
 */
public record Dim(String name, long size) {
    /**
     * {@return an axis of known size}
     *
     * @param size from 0
     */
    public static Dim of(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative axis " + size);
        }
        return new Dim(null, size);
    }

    /**
     * {@return an axis whose size the inputs decide}
     *
     * @param name equal names mean equal sizes
     */
    public static Dim of(String name) {
        return new Dim(name, -1);
    }

    /** {@return whether the size is known} */
    public boolean isFixed() {
        return name == null;
    }

    /**
     * {@return whether both can be one size: they are unless both are known and differ}
     *
     * @param other another axis
     */
    boolean fits(Dim other) {
        return !isFixed() || !other.isFixed() || size == other.size;
    }

    @Override
    public String toString() {
        return isFixed() ? Long.toString(size) : name;
    }
}
