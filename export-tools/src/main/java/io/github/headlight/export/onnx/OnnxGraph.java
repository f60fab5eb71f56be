package io.github.headlight.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * A graph in the making, or a part that is put behind the end of a graph made elsewhere. Nodes are
 * in the order they were added, which is an order to run them.
 */
public final class OnnxGraph {
    private final GraphProto.Builder proto = GraphProto.newBuilder();
    private final Set<String> names = new HashSet<>();
    private final Predicate<String> taken;

    /**
     * Starts an empty graph.
     *
     * @param name its name
     */
    public OnnxGraph(String name) {
        taken = other -> false;
        proto.setName(name);
    }

    private OnnxGraph(Predicate<String> taken) {
        this.taken = taken;
    }

    /**
     * {@return a part of a graph, whose values can be those of the whole}
     *
     * @param taken whether the rest of the graph has a value of a name
     */
    public static OnnxGraph part(Predicate<String> taken) {
        return new OnnxGraph(taken);
    }

    /** {@return how many nodes it has} */
    public int nodeCount() {
        return proto.getNodeCount();
    }

    /**
     * Adds an input.
     *
     * @param name its name
     * @param type of its elements
     * @param shape its axes
     * @return the input
     */
    public Value input(String name, ElementType type, Shape shape) {
        Value value = value(name, type, shape);
        proto.addInput(info(value));
        return value;
    }

    /**
     * Speaks of a value that is made in the rest of the graph.
     *
     * @param name its name
     * @param type of its elements
     * @param shape its axes
     * @return the value
     */
    public Value given(String name, ElementType type, Shape shape) {
        names.add(name);
        return new Value(this, name, type, shape);
    }

    /** {@return what stands for an input that a node leaves out} */
    public Value none() {
        return new Value(this, "", ElementType.FLOAT, Shape.UNKNOWN);
    }

    /**
     * Says what a value is where the runtime cannot find out by itself.
     *
     * @param value the value
     * @param shape its axes
     */
    public void declare(Value value, Shape shape) {
        checkMine(value);
        proto.addValueInfo(info(new Value(this, value.name(), value.type(), shape)));
    }

    /**
     * Adds a copy of a node of the rest of the graph: the same operator, inputs and attributes.
     *
     * @param node the node, as its file has it
     * @param name of the copy
     * @param attribute to be set, in place of the node's own, or an empty name for none
     * @param number to set it to
     * @param outputs names, new in the graph or empty for those left out
     * @param type of the outputs' elements
     * @return the outputs, in order
     */
    public List<Value> copy(
            ByteBuffer node,
            String name,
            String attribute,
            long number,
            List<String> outputs,
            ElementType type) {
        NodeProto original;
        try {
            original = NodeProto.parseFrom(node);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no node: " + e.getMessage(), e);
        }
        NodeProto.Builder copy = original.toBuilder().setName(name).clearOutput().clearAttribute();
        original.getAttributeList().stream()
                .filter(own -> !own.getName().equals(attribute))
                .forEach(copy::addAttribute);
        if (!attribute.isEmpty()) {
            copy.addAttribute(attribute(attribute, new Attribute.Int(number)));
        }
        List<Value> values = new ArrayList<>();
        for (String output : outputs) {
            values.add(output.isEmpty() ? none() : value(output, type, Shape.UNKNOWN));
            copy.addOutput(output);
        }
        proto.addNode(copy);
        return values;
    }

    /**
     * {@return the graph, or part of one, as a message; behind the message of the rest of the graph
     * it is one with it}
     */
    public byte[] toBytes() {
        return proto.build().toByteArray();
    }

    /**
     * Makes a value an output of the graph.
     *
     * @param value the value
     * @param shape its axes
     */
    public void output(Value value, Shape shape) {
        checkMine(value);
        proto.addOutput(info(new Value(this, value.name(), value.type(), shape)));
    }

    /**
     * Adds whole numbers.
     *
     * @param name their name
     * @param numbers a list
     * @return a tensor of one axis
     */
    public Value constant(String name, long... numbers) {
        return constant(name, Shape.of(numbers.length), numbers);
    }

    /**
     * Adds a whole number without axes.
     *
     * @param name its name
     * @param number the number
     * @return a tensor without axes
     */
    public Value scalar(String name, long number) {
        return constant(name, Shape.of(new Dim[0]), number);
    }

    /**
     * Adds floats.
     *
     * @param name their name
     * @param numbers a list
     * @return a tensor of one axis
     */
    public Value constant(String name, float... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return inline(value(name, ElementType.FLOAT, Shape.of(numbers.length)), bytes);
    }

    /**
     * Adds a tensor whose bytes lie in another file.
     *
     * @param name its name
     * @param type of its elements
     * @param shape its axes, all known
     * @param data where the bytes are
     * @return the tensor
     */
    public Value external(String name, ElementType type, Shape shape, ExternalData data) {
        long length = type.size();
        for (Dim dim : shape.dims()) {
            length = Math.multiplyExact(length, dim.size());
        }
        if (length != data.length()) {
            throw new IllegalArgumentException(
                    "initialiser "
                            + name
                            + ": "
                            + type
                            + " "
                            + shape
                            + " takes "
                            + length
                            + " bytes, found "
                            + data.length());
        }
        Value value = value(name, type, shape);
        proto.addInitializer(
                tensor(value)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", data.location()))
                        .addExternalData(entry("offset", Long.toString(data.offset())))
                        .addExternalData(entry("length", Long.toString(data.length()))));
        return value;
    }

    /**
     * Starts a node.
     *
     * @param operator what it does
     * @param name its name, and that of its output if it has one only
     * @return the node, to be given inputs and attributes
     */
    public NodeBuilder node(Operator operator, String name) {
        return new NodeBuilder(this, operator, name);
    }

    GraphProto toProto() {
        return proto.build();
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    List<Value> add(
            Operator operator,
            String name,
            List<Value> inputs,
            Map<String, Attribute> attributes,
            List<String> outputs,
            IntFunction<ElementType> types,
            Shape shape) {
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setName(name)
                        .setOpType(operator.onnxName())
                        .setDomain(operator.domain().onnxName());
        inputs.forEach(input -> node.addInput(input.name()));
        attributes.forEach((key, value) -> node.addAttribute(attribute(key, value)));
        List<Value> values = new ArrayList<>();
        for (String output : outputs) {
            // Only a single output is what the operator's rule speaks of.
            values.add(
                    value(
                            output,
                            types.apply(values.size()),
                            outputs.size() == 1 ? shape : Shape.UNKNOWN));
            node.addOutput(output);
        }
        proto.addNode(node);
        return values;
    }

    private Value constant(String name, Shape shape, long... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(numbers);
        return inline(value(name, ElementType.INT64, shape), bytes);
    }

    private Value inline(Value value, ByteBuffer bytes) {
        proto.addInitializer(tensor(value).setRawData(ByteString.copyFrom(bytes)));
        return value;
    }

    private Value value(String name, ElementType type, Shape shape) {
        if (name.isEmpty() || taken.test(name) || !names.add(name)) {
            throw new IllegalArgumentException("the graph has a value \"" + name + "\" already");
        }
        return new Value(this, name, type, shape);
    }

    private void checkMine(Value value) {
        if (value.graph() != this) {
            throw new IllegalArgumentException("value " + value + " belongs to another graph");
        }
    }

    private static AttributeProto attribute(String name, Attribute value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        value.writeTo(attribute);
        return attribute.build();
    }

    private static TensorProto.Builder tensor(Value value) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(value.name()).setDataType(value.type().onnx());
        value.shape().dims().forEach(dim -> tensor.addDims(dim.size()));
        return tensor;
    }

    private static ValueInfoProto info(Value value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dim dim : value.shape().dims()) {
            TensorShapeProto.Dimension.Builder axis = shape.addDimBuilder();
            if (dim.isFixed()) {
                axis.setDimValue(dim.size());
            } else {
                axis.setDimParam(dim.name());
            }
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(value.type().onnx())
                        .setShape(shape)
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
