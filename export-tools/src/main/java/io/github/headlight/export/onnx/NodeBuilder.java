package io.github.headlight.export.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One node in the making. Its inputs and attributes are checked when its outputs are asked for. */
public final class NodeBuilder {
    private final OnnxGraph graph;
    private final Operator operator;
    private final String name;
    private List<Value> inputs = List.of();
    private final Map<String, Attribute> attributes = new TreeMap<>();
    private Shape declared = Shape.UNKNOWN;

    NodeBuilder(OnnxGraph graph, Operator operator, String name) {
        this.graph = graph;
        this.operator = operator;
        this.name = name;
    }

    /**
     * Sets the inputs.
     *
     * @param values in the operator's order
     * @return this
     */
    public NodeBuilder inputs(Value... values) {
        inputs = Arrays.asList(values);
        return this;
    }

    /**
     * Sets an attribute to a whole number.
     *
     * @param attribute its name
     * @param value the number
     * @return this
     */
    public NodeBuilder set(String attribute, long value) {
        return set(attribute, new Attribute.Int(value));
    }

    /**
     * Sets an attribute to a float.
     *
     * @param attribute its name
     * @param value the number
     * @return this
     */
    public NodeBuilder set(String attribute, float value) {
        return set(attribute, new Attribute.Real(value));
    }

    /**
     * Sets an attribute to a list of whole numbers.
     *
     * @param attribute its name
     * @param values the numbers
     * @return this
     */
    public NodeBuilder setList(String attribute, long... values) {
        return set(attribute, new Attribute.Ints(Arrays.stream(values).boxed().toList()));
    }

    /**
     * Says what the output's axes are, where the operator alone does not tell.
     *
     * @param shape the axes
     * @return this
     */
    public NodeBuilder shape(Shape shape) {
        declared = shape;
        return this;
    }

    /** {@return the only output, named as the node} */
    public Value output() {
        return outputs(name).get(0);
    }

    /**
     * Adds the node to its graph.
     *
     * @param names of its outputs, unique in the graph
     * @return the outputs
     */
    public List<Value> outputs(String... names) {
        int count = inputs.size();
        if (count < operator.minInputs() || count > operator.maxInputs()) {
            throw wrong(
                    "expected "
                            + operator.minInputs()
                            + " to "
                            + operator.maxInputs()
                            + " inputs, found "
                            + count);
        }
        if (names.length < 1 || names.length > operator.maxOutputs()) {
            throw wrong(
                    "expected 1 to " + operator.maxOutputs() + " outputs, found " + names.length);
        }
        for (Value input : inputs) {
            if (input.graph() != graph) {
                throw wrong("input " + input + " belongs to another graph");
            }
        }
        Inference.Result result;
        try {
            result = operator.inference().infer(inputs, attributes);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        Shape shape = result.shape().isKnown() ? result.shape() : declared;
        return graph.add(operator, name, inputs, attributes, List.of(names), result::type, shape);
    }

    private NodeBuilder set(String attribute, Attribute value) {
        AttributeType expected = operator.attributes().get(attribute);
        if (expected != value.type()) {
            throw wrong(
                    "attribute "
                            + attribute
                            + (expected == null
                                    ? " is not one of " + operator.attributes().keySet()
                                    : " is " + expected + ", not " + value.type()));
        }
        attributes.put(attribute, value);
        return this;
    }

    private IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException(operator + " node " + name + ": " + problem);
    }
}
