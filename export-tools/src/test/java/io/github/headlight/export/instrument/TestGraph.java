package io.github.headlight.export.instrument;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes models as somebody else would: any operator of any version, names as one likes. */
final class TestGraph {
    static final int FLOAT = 1;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int FLOAT16 = 10;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("foreign");
    private final Random random = new Random(17);

    /**
     * One layer of attention of the rows of a {@code table}, still to be added, that the input
     * {@code input_ids} chooses; without mask.
     */
    static TestGraph selfAttention(int heads, int size) {
        return new TestGraph()
                .input("input_ids", INT64, "b", "s")
                .output("context", FLOAT, "b", heads, "s", size)
                .numbers("split", 0, 0, heads, size)
                .scalar("scale", (float) (1 / Math.sqrt(size)))
                .node("Gather", List.of("table", "input_ids"), "x")
                .node("Reshape", List.of("x", "split"), "rows")
                .node("Transpose", List.of("rows"), "q", Map.of("perm", List.of(0, 2, 1, 3)))
                .node("Transpose", List.of("rows"), "k", Map.of("perm", List.of(0, 2, 3, 1)))
                .node("MatMul", List.of("q", "k"), "scores")
                .node("Mul", List.of("scores", "scale"), "scaled")
                .node("Softmax", List.of("scaled"), "p", Map.of("axis", -1))
                .node("MatMul", List.of("p", "q"), "context");
    }

    /** An input; names of axes that only a run knows are words. */
    TestGraph input(String name, int type, Object... dims) {
        graph.addInput(value(name, type, dims));
        return this;
    }

    TestGraph output(String name, int type, Object... dims) {
        graph.addOutput(value(name, type, dims));
        return this;
    }

    /** Random floats. */
    TestGraph weight(String name, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        long size = 1;
        for (long dim : dims) {
            tensor.addDims(dim);
            size *= dim;
        }
        for (long i = 0; i < size; i++) {
            tensor.addFloatData((float) random.nextGaussian() * 0.5f);
        }
        graph.addInitializer(tensor);
        return this;
    }

    TestGraph numbers(String name, long... numbers) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(numbers.length);
        Arrays.stream(numbers).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return this;
    }

    TestGraph scalar(String name, float number) {
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).addFloatData(number));
        return this;
    }

    TestGraph initializer(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /** A node of the standard. */
    TestGraph node(String op, List<String> inputs, String output, Map<String, Object> attributes) {
        return node("", op, inputs, List.of(output), attributes);
    }

    TestGraph node(String op, List<String> inputs, String output) {
        return node("", op, inputs, List.of(output), Map.of());
    }

    TestGraph node(
            String domain,
            String op,
            List<String> inputs,
            List<String> outputs,
            Map<String, Object> attributes) {
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setOpType(op)
                        .setDomain(domain)
                        .setName(op + "_" + graph.getNodeCount())
                        .addAllInput(inputs)
                        .addAllOutput(outputs);
        attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
        graph.addNode(node);
        return this;
    }

    GraphProto toProto() {
        return graph.build();
    }

    ModelProto model(int opset) {
        return ModelProto.newBuilder()
                .setIrVersion(opset > 21 ? 10 : opset > 15 ? 8 : 6)
                .setProducerName("somebody")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
                .setGraph(graph)
                .build();
    }

    Path write(Path path, int opset) throws IOException {
        return Files.write(path, model(opset).toByteArray());
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer number) {
            attribute.setType(AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof Float real) {
            attribute.setType(AttributeProto.AttributeType.FLOAT).setF(real);
        } else if (value instanceof GraphProto inner) {
            attribute.setType(AttributeProto.AttributeType.GRAPH).setG(inner);
        } else {
            attribute.setType(AttributeProto.AttributeType.INTS);
            for (Object number : (List<?>) value) {
                attribute.addInts(((Number) number).longValue());
            }
        }
        return attribute.build();
    }

    private static ValueInfoProto value(String name, int type, Object... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dim : dims) {
            if (dim instanceof Integer size) {
                shape.addDimBuilder().setDimValue(size);
            } else {
                shape.addDimBuilder().setDimParam((String) dim);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type)
                                                .setShape(shape)))
                .build();
    }
}
