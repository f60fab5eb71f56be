package io.github.headlight.export.onnx;

/** A tensor in a graph: an input, an initialiser, or the output of a node. */
public final class Value {
    private final OnnxGraph graph;
    private final String name;
    private final ElementType type;
    private final Shape shape;

    Value(OnnxGraph graph, String name, ElementType type, Shape shape) {
        this.graph = graph;
        this.name = name;
        this.type = type;
        this.shape = shape;
    }

    /** {@return the graph it belongs to} */
    public OnnxGraph graph() {
        return graph;
    }

    /** {@return its name, unique in the graph} */
    public String name() {
        return name;
    }

    /** {@return the type of its elements} */
    public ElementType type() {
        return type;
    }

    /** {@return its axes, as far as they are known} */
    public Shape shape() {
        return shape;
    }

    @Override
    public String toString() {
        return name + " " + type + " " + shape;
    }
}
