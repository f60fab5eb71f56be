package io.github.headlight.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.google.protobuf.InvalidProtocolBufferException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the nodes of a model would run if it were opened on CUDA, told without a GPU: from the
 * kernels that ONNX Runtime 1.29 has there. A node without one runs on the CPU, its inputs and
 * outputs are copied, and nothing says so.
 *
 * <p>Arithmetic of shapes is on the CPU on purpose, and is left out of account.
 */
public final class CudaPlacement {
    private final CudaKernels kernels = CudaKernels.read();
    private final Map<String, Integer> opsets = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> onHost = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private int onCuda;

    private CudaPlacement() {}

    /**
     * A node that does not run on CUDA.
     *
     * @param node its name
     * @param operator its operator, with its domain before a colon if that is not ai.onnx
     * @param reason why not
     */
    public record Problem(String node, String operator, String reason) {
        @Override
        public String toString() {
            return operator + " node " + node + ": " + reason;
        }
    }

    /**
     * What was found.
     *
     * @param onCuda nodes that have a kernel on CUDA
     * @param onHost nodes that compute shapes, on the CPU
     * @param problems nodes that would run on the CPU, or fail
     */
    public record Result(int onCuda, int onHost, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Looks at every node of a model.
     *
     * @param model the bytes of a model file, without external data
     * @return where its nodes run
     * @throws IllegalArgumentException if it is not a model, or holds graphs within nodes
     */
    public static Result of(byte[] model) {
        ModelProto proto;
        try {
            proto = ModelProto.parseFrom(model);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an ONNX model: " + e.getMessage(), e);
        }
        return new CudaPlacement().place(proto);
    }

    private Result place(ModelProto model) {
        model.getOpsetImportList()
                .forEach(opset -> opsets.put(opset.getDomain(), (int) opset.getVersion()));
        GraphProto graph = model.getGraph();
        for (TensorProto tensor : graph.getInitializerList()) {
            types.put(tensor.getName(), type(tensor.getDataType()));
            if (isSmall(tensor.getDataType(), tensor.getDimsList())) {
                onHost.add(tensor.getName());
            }
        }
        for (ValueInfoProto input : graph.getInputList()) {
            addInput(input);
        }
        int shapes = 0;
        for (NodeProto node : graph.getNodeList()) {
            if (place(node)) {
                shapes++;
            }
        }
        return new Result(onCuda, shapes, problems);
    }

    private void addInput(ValueInfoProto input) {
        int type = input.getType().getTensorType().getElemType();
        List<Long> axes = new ArrayList<>();
        for (TensorShapeProto.Dimension axis :
                input.getType().getTensorType().getShape().getDimList()) {
            axes.add(axis.hasDimValue() ? axis.getDimValue() : Long.MAX_VALUE);
        }
        types.put(input.getName(), type(type));
        if (isSmall(type, axes)) {
            onHost.add(input.getName());
        }
    }

    /** Whole numbers of one axis at most, of a size that is known. */
    private static boolean isSmall(int type, List<Long> axes) {
        boolean whole =
                type == ElementType.INT64.onnx()
                        || type == ElementType.INT32.onnx()
                        || type == ElementType.BOOL.onnx();
        return whole && axes.size() <= 1 && axes.stream().allMatch(size -> size < Short.MAX_VALUE);
    }

    /** Whether a node computes shapes. */
    private boolean place(NodeProto node) {
        String operator =
                node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx")
                        ? node.getOpType()
                        : node.getDomain() + ":" + node.getOpType();
        if (node.getAttributeList().stream().anyMatch(AttributeProto::hasG)) {
            throw new IllegalArgumentException(
                    operator
                            + " node "
                            + node.getName()
                            + " holds a graph, which is not looked into");
        }
        List<String> inputs = node.getInputList().stream().map(types::get).toList();
        List<String> outputs = outputs(node, operator, inputs);
        for (int i = 0; i < node.getOutputCount(); i++) {
            types.put(node.getOutput(i), outputs.get(Math.min(i, outputs.size() - 1)));
        }
        if (computesShape(node)) {
            onHost.addAll(node.getOutputList());
            return true;
        }
        Optional<String> problem =
                kernels.problem(
                                operator,
                                opsets.getOrDefault(node.getDomain(), 1),
                                inputs,
                                outputs.get(0))
                        .or(() -> refusal(node));
        if (problem.isPresent()) {
            problems.add(new Problem(node.getName(), operator, problem.get()));
        } else {
            onCuda++;
        }
        return false;
    }

    private boolean computesShape(NodeProto node) {
        if (node.getOpType().equals("Shape") || node.getOpType().equals("Size")) {
            return true;
        }
        // A range is as long as what it counts.
        return !node.getOpType().equals("Range")
                && node.getInputList().stream()
                        .allMatch(input -> input.isEmpty() || onHost.contains(input));
    }

    private static List<String> outputs(NodeProto node, String operator, List<String> inputs) {
        String first = inputs.isEmpty() ? null : inputs.get(0);
        return switch (operator) {
            case "Cast" -> List.of(type((int) number(node, "to")));
            case "Shape", "Size", "ArgMax", "ArgMin", "NonZero" -> List.of("i64");
            case "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "IsNaN" ->
                    List.of("bool");
            case "Where", "SimplifiedLayerNormalization" -> List.of(inputs.get(1));
            case "TopK" -> List.of(first, "i64");
            case "ConstantOfShape" -> List.of("f32");
            case "com.microsoft:GatherBlockQuantized" -> List.of(inputs.get(2));
            default -> List.of(String.valueOf(first));
        };
    }

    /** What a kernel takes by its types and then refuses when it runs. */
    private static Optional<String> refusal(NodeProto node) {
        if (node.getOpType().equals("GroupQueryAttention")
                && (node.getOutputCount() > 3 || number(node, "qk_output") != 0)) {
            return Optional.of("gives no probabilities on CUDA, and fails when it runs");
        }
        if (node.getOpType().equals("Attention")
                && node.getDomain().isEmpty()
                && number(node, "qk_matmul_output_mode") != 0) {
            return Optional.of("gives nothing but raw scores on CUDA, and fails when it runs");
        }
        return Optional.empty();
    }

    private static long number(NodeProto node, String attribute) {
        return node.getAttributeList().stream()
                .filter(each -> each.getName().equals(attribute))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(0);
    }

    private static String type(int onnx) {
        return switch (onnx) {
            case 1 -> "f32";
            case 2 -> "u8";
            case 3 -> "i8";
            case 4 -> "u16";
            case 5 -> "i16";
            case 6 -> "i32";
            case 7 -> "i64";
            case 9 -> "bool";
            case 10 -> "f16";
            case 11 -> "f64";
            case 12 -> "u32";
            case 13 -> "u64";
            case 16 -> "bf16";
            default -> "type " + onnx;
        };
    }
}
