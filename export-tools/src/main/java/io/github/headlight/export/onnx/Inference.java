package io.github.headlight.export.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is known of an operator's outputs from its inputs. A rule checks what it can cheaply, and
 * answers with an unknown shape where it would have to compute.
 */
final class Inference {
    private Inference() {}

    /** Types of a node's outputs, one for all or one for each, and the axes of a single one. */
    record Result(List<ElementType> types, Shape shape) {
        Result(ElementType type, Shape shape) {
            this(List.of(type), shape);
        }

        ElementType type(int output) {
            return types.get(Math.min(output, types.size() - 1));
        }
    }

    /** Finds the result, or throws an IllegalArgumentException that says which input is wrong. */
    @FunctionalInterface
    interface Rule {
        Result infer(List<Value> inputs, Map<String, Attribute> attributes);
    }

    static Result typeOfFirst(List<Value> inputs, Map<String, Attribute> attributes) {
        return new Result(inputs.get(0).type(), Shape.UNKNOWN);
    }

    static Result sameAsFirst(List<Value> inputs, Map<String, Attribute> attributes) {
        return new Result(inputs.get(0).type(), inputs.get(0).shape());
    }

    static Result elementwise(List<Value> inputs, Map<String, Attribute> attributes) {
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        checkSameType(a, b);
        Shape shape = Shape.broadcast(a.shape(), b.shape());
        if (shape == null) {
            throw new IllegalArgumentException("shapes of " + a + " and " + b + " do not fit");
        }
        return new Result(a.type(), shape);
    }

    static Result cast(List<Value> inputs, Map<String, Attribute> attributes) {
        ElementType type = ElementType.of(number(attributes, "to", 0));
        return new Result(type, inputs.get(0).shape());
    }

    static Result shape(List<Value> inputs, Map<String, Attribute> attributes) {
        return new Result(ElementType.INT64, Shape.UNKNOWN);
    }

    static Result gather(List<Value> inputs, Map<String, Attribute> attributes) {
        Shape data = inputs.get(0).shape();
        Shape indices = inputs.get(1).shape();
        if (!data.isKnown() || !indices.isKnown() || number(attributes, "axis", 0) != 0) {
            return typeOfFirst(inputs, attributes);
        }
        List<Dim> dims = new ArrayList<>(indices.dims());
        dims.addAll(data.dims().subList(1, data.rank()));
        return new Result(inputs.get(0).type(), new Shape(dims));
    }

    static Result topK(List<Value> inputs, Map<String, Attribute> attributes) {
        return new Result(List.of(inputs.get(0).type(), ElementType.INT64), Shape.UNKNOWN);
    }

    static Result norm(List<Value> inputs, Map<String, Attribute> attributes) {
        Value x = inputs.get(0);
        Value scale = inputs.get(1);
        checkSameType(x, scale);
        if (x.shape().isKnown()
                && scale.shape().isKnown()
                && !x.shape().dim(-1).fits(scale.shape().dim(-1))) {
            throw new IllegalArgumentException(
                    "last axis of " + x + " is not that of the scale " + scale);
        }
        return sameAsFirst(inputs, attributes);
    }

    static Result gemm(List<Value> inputs, Map<String, Attribute> attributes) {
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        checkSameType(a, b);
        boolean transposed = number(attributes, "transB", 0) == 1;
        if (!b.shape().isKnown() || b.shape().rank() != 2) {
            throw new IllegalArgumentException("expected two axes, found " + b);
        }
        Dim inner = b.shape().dim(transposed ? 1 : 0);
        Dim outer = b.shape().dim(transposed ? 0 : 1);
        if (!a.shape().isKnown()) {
            return new Result(a.type(), Shape.UNKNOWN);
        }
        if (a.shape().rank() != 2 || !a.shape().dim(1).fits(inner)) {
            throw new IllegalArgumentException("expected [?, " + inner + "], found " + a);
        }
        if (inputs.size() == 3 && !inputs.get(2).shape().dim(-1).fits(outer)) {
            throw new IllegalArgumentException("expected [" + outer + "], found " + inputs.get(2));
        }
        return new Result(a.type(), a.shape().withLast(outer));
    }

    static Result matmul(List<Value> inputs, Map<String, Attribute> attributes) {
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        checkSameType(a, b);
        if (!a.shape().isKnown() || !b.shape().isKnown()) {
            return new Result(a.type(), Shape.UNKNOWN);
        }
        boolean transposed = number(attributes, "transB", 0) == 1;
        Dim inner = b.shape().dim(transposed ? -1 : -2);
        Dim outer = b.shape().dim(transposed ? -2 : -1);
        if (a.shape().rank() != b.shape().rank() || !a.shape().dim(-1).fits(inner)) {
            throw new IllegalArgumentException("shapes of " + a + " and " + b + " do not fit");
        }
        return new Result(a.type(), a.shape().withLast(outer));
    }

    static Result matmulNBits(List<Value> inputs, Map<String, Attribute> attributes) {
        Value a = inputs.get(0);
        checkSameType(a, inputs.get(2));
        Dim inner = Dim.of(number(attributes, "K", 0));
        Dim outer = Dim.of(number(attributes, "N", 0));
        if (!inputs.get(1).shape().dim(0).fits(outer)) {
            throw new IllegalArgumentException("expected " + outer + " rows in " + inputs.get(1));
        }
        if (!a.shape().isKnown()) {
            return new Result(a.type(), Shape.UNKNOWN);
        }
        if (!a.shape().dim(-1).fits(inner)) {
            throw new IllegalArgumentException("expected [?, " + inner + "], found " + a);
        }
        return new Result(a.type(), a.shape().withLast(outer));
    }

    static Result gatherBlocks(List<Value> inputs, Map<String, Attribute> attributes) {
        return new Result(inputs.get(2).type(), Shape.UNKNOWN);
    }

    static Result comparison(List<Value> inputs, Map<String, Attribute> attributes) {
        return new Result(ElementType.BOOL, elementwise(inputs, attributes).shape());
    }

    static Result where(List<Value> inputs, Map<String, Attribute> attributes) {
        if (inputs.get(0).type() != ElementType.BOOL) {
            throw new IllegalArgumentException("expected a condition, found " + inputs.get(0));
        }
        checkSameType(inputs.get(1), inputs.get(2));
        return new Result(inputs.get(1).type(), Shape.UNKNOWN);
    }

    static Result transpose(List<Value> inputs, Map<String, Attribute> attributes) {
        if (!(attributes.get("perm") instanceof Attribute.Ints perm)) {
            throw new IllegalArgumentException("attribute perm is missing");
        }
        Shape shape = inputs.get(0).shape();
        List<Long> order = perm.values();
        if (!shape.isKnown()) {
            return typeOfFirst(inputs, attributes);
        }
        if (order.size() != shape.rank()) {
            throw new IllegalArgumentException(
                    "expected " + order.size() + " axes, found " + inputs.get(0));
        }
        List<Dim> dims = order.stream().map(axis -> shape.dim(axis.intValue())).toList();
        return new Result(inputs.get(0).type(), new Shape(dims));
    }

    /** Graphs here give every whole number an operator must have; others have a default. */
    private static long number(Map<String, Attribute> attributes, String name, long missing) {
        return attributes.get(name) instanceof Attribute.Int number ? number.value() : missing;
    }

    private static void checkSameType(Value a, Value b) {
        if (a.type() != b.type()) {
            throw new IllegalArgumentException("types of " + a + " and " + b + " differ");
        }
    }
}
