package io.github.headlight.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.google.protobuf.InvalidProtocolBufferException;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes a model in 16 bits one that the CPU computes as CUDA does: each operator in f32, each
 * result rounded to 16 bits. The CPU's own kernels for f16 add up in f16, and for bf16 there are
 * none.
 */
final class EmulatedHalf {
    private final ModelProto model;
    private final Map<String, Integer> types = new HashMap<>();
    private final GraphProto.Builder graph;
    private int count;

    private EmulatedHalf(ModelProto model) {
        this.model = model;
        graph = model.getGraph().toBuilder().clearNode();
    }

    static byte[] of(byte[] model) {
        try {
            return new EmulatedHalf(ModelProto.parseFrom(model)).rewrite();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private byte[] rewrite() {
        graph.getInitializerList().forEach(each -> types.put(each.getName(), each.getDataType()));
        graph.getInputList()
                .forEach(
                        each ->
                                types.put(
                                        each.getName(),
                                        each.getType().getTensorType().getElemType()));
        model.getGraph().getNodeList().forEach(this::add);
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    private void add(NodeProto node) {
        int type = result(node);
        boolean half = isHalf(type);
        if (node.getOpType().equals("Cast")
                || node.getInputList().stream().noneMatch(this::isHalf)) {
            graph.addNode(node);
            node.getOutputList().forEach(output -> types.put(output, type));
            return;
        }
        NodeProto.Builder wide = node.toBuilder().clearInput().clearOutput();
        for (String input : node.getInputList()) {
            wide.addInput(isHalf(input) ? cast(input, DataType.FLOAT_VALUE) : input);
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            wide.addOutput(half ? node.getOutput(i) + ".wide" : node.getOutput(i));
        }
        graph.addNode(wide);
        for (String output : node.getOutputList()) {
            types.put(output, type);
            if (half) {
                graph.addNode(castNode(output + ".wide", output, type));
            }
        }
    }

    /** Enough for the operators of decoders: all outputs are like the first float. */
    private int result(NodeProto node) {
        if (node.getOpType().equals("Cast")) {
            return (int) node.getAttribute(0).getI();
        }
        if (node.getOpType().equals("Shape")) {
            return DataType.INT64_VALUE;
        }
        return types.getOrDefault(node.getInput(0), DataType.FLOAT_VALUE);
    }

    private boolean isHalf(String value) {
        return isHalf(types.getOrDefault(value, 0));
    }

    private static boolean isHalf(int type) {
        return type == DataType.FLOAT16_VALUE || type == DataType.BFLOAT16_VALUE;
    }

    private String cast(String value, int type) {
        String name = value + ".cast" + count++;
        graph.addNode(castNode(value, name, type));
        if (value.startsWith("past_key_values.")) {
            // An output is kept, where the runtime would else put the present, which is longer.
            graph.addOutput(
                    ValueInfoProto.newBuilder()
                            .setName(name)
                            .setType(
                                    TypeProto.newBuilder()
                                            .setTensorType(
                                                    TypeProto.Tensor.newBuilder()
                                                            .setElemType(type))));
        }
        return name;
    }

    private static NodeProto castNode(String from, String to, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName(to + ".rounded")
                .addInput(from)
                .addOutput(to)
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("to")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(type))
                .build();
    }
}
