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

    /** Type and axes of a node's outputs. */
    record Result(ElementType type, Shape shape) {}

    /** Finds the result, or throws an IllegalArgumentException that says which input is wrong. */
    @FunctionalInterface
    interface Rule {
        Result infer(List<Value> inputs, Map<String, Number> attributes);
    }

    static Result typeOfFirst(List<Value> inputs, Map<String, Number> attributes) {
        return new Result(inputs.get(0).type(), Shape.UNKNOWN);
    }

    static Result sameAsFirst(List<Value> inputs, Map<String, Number> attributes) {
        return new Result(inputs.get(0).type(), inputs.get(0).shape());
    }

    static Result elementwise(List<Value> inputs, Map<String, Number> attributes) {
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        checkSameType(a, b);
        Shape shape = Shape.broadcast(a.shape(), b.shape());
        if (shape == null) {
            throw new IllegalArgumentException("shapes of " + a + " and " + b + " do not fit");
        }
        return new Result(a.type(), shape);
    }

    static Result cast(List<Value> inputs, Map<String, Number> attributes) {
        ElementType type = ElementType.of(attributes.get("to").longValue());
        return new Result(type, inputs.get(0).shape());
    }

    static Result shape(List<Value> inputs, Map<String, Number> attributes) {
        return new Result(ElementType.INT64, Shape.UNKNOWN);
    }

    static Result gather(List<Value> inputs, Map<String, Number> attributes) {
        Shape data = inputs.get(0).shape();
        Shape indices = inputs.get(1).shape();
        if (!data.isKnown() || !indices.isKnown() || attributes.get("axis").intValue() != 0) {
            return typeOfFirst(inputs, attributes);
        }
        List<Dim> dims = new ArrayList<>(indices.dims());
        dims.addAll(data.dims().subList(1, data.rank()));
        return new Result(inputs.get(0).type(), new Shape(dims));
    }

    static Result norm(List<Value> inputs, Map<String, Number> attributes) {
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

    static Result gemm(List<Value> inputs, Map<String, Number> attributes) {
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        checkSameType(a, b);
        boolean transposed = attributes.getOrDefault("transB", 0).intValue() == 1;
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

    private static void checkSameType(Value a, Value b) {
        if (a.type() != b.type()) {
            throw new IllegalArgumentException("types of " + a + " and " + b + " differ");
        }
    }
}
