package io.github.headlight.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The axes of a tensor, as far as they are known.
 *
 * @param dims the axes, or null if not even their number is known
 */
public record Shape(List<Dim> dims) {
    /** A shape of which nothing is known. */
    public static final Shape UNKNOWN = new Shape(null);

    public Shape {
        dims = dims == null ? null : List.copyOf(dims);
    }

    /**
     * {@return a shape}
     *
     * @param dims its axes
     */
    public static Shape of(Dim... dims) {
        return new Shape(Arrays.asList(dims));
    }

    /**
     * {@return a shape whose axes are all known}
     *
     * @param dims their sizes
     */
    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    /** {@return whether the number of axes is known} */
    public boolean isKnown() {
        return dims != null;
    }

    /** {@return the number of axes of a known shape} */
    public int rank() {
        return dims.size();
    }

    /**
     * {@return an axis of a known shape}
     *
     * @param axis from 0, or from -1 backwards
     */
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    /**
     * {@return this shape with another last axis}
     *
     * @param last the axis
     */
    Shape withLast(Dim last) {
        List<Dim> changed = new ArrayList<>(dims);
        changed.set(changed.size() - 1, last);
        return new Shape(changed);
    }

    /**
     * {@return the shape of two tensors combined element by element, or null if they do not fit}
     */
    static Shape broadcast(Shape a, Shape b) {
        if (!a.isKnown() || !b.isKnown()) {
            return UNKNOWN;
        }
        List<Dim> result = new ArrayList<>();
        for (int i = 1; i <= Math.max(a.rank(), b.rank()); i++) {
            Dim left = i <= a.rank() ? a.dim(-i) : Dim.of(1);
            Dim right = i <= b.rank() ? b.dim(-i) : Dim.of(1);
            if (left.size() != 1 && right.size() != 1 && !left.fits(right)) {
                return null;
            }
            // Where one is known to be 1, or the other known at all, the other decides.
            result.add(left.size() == 1 || (right.isFixed() && right.size() != 1) ? right : left);
        }
        Collections.reverse(result);
        return new Shape(result);
    }

    @Override
    public String toString() {
        return isKnown() ? dims.toString() : "[?]";
    }
}
