package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.onnx.CudaPlacement;
import io.github.headlight.export.onnx.CudaPlacement.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What would run on the CPU in place of CUDA is found without a GPU. */
class CudaPlacementTest {
    private static final String MICROSOFT = "com.microsoft";

    @TempDir Path folder;

    /** Every architecture in every precision; each plan adds operators of its own. */
    static Stream<Arguments> exports() {
        return Goldens.all()
                .flatMap(
                        checkpoint ->
                                Stream.of(
                                                Precision.F32,
                                                Precision.F16,
                                                Precision.BF16,
                                                Precision.INT4)
                                        .map(precision -> Arguments.of(checkpoint, precision)));
    }

    @ParameterizedTest
    @MethodSource("exports")
    void nothingHeavyOfAnExportForCudaRunsOnTheCpu(String checkpoint, Precision precision)
            throws Exception {
        for (String plan :
                new String[] {
                    "full",
                    "heads:0.1,1.*",
                    "mean",
                    "topk:5",
                    "pooled:8",
                    "stats",
                    "full+heads:0.0+mean+topk:5+pooled:8+stats"
                }) {
            byte[] model = export(checkpoint, precision, Target.CUDA, plan);
            CudaPlacement.Result placement = CudaPlacement.of(model);
            assertThat(placement.problems()).as(plan).isEmpty();
            int nodes = ModelProto.parseFrom(model).getGraph().getNodeCount();
            assertThat(placement.onCuda() + placement.onHost()).isEqualTo(nodes);
            // Shapes are few: some for the sequence, some for each layer and output.
            assertThat(placement.onHost()).as(plan).isLessThan(nodes / 2);
        }
    }

    /** f32 GroupQueryAttention goes to the CPU, and with it nothing else. */
    @Test
    void findsTheFusedOperatorInF32() throws Exception {
        byte[] model = export("qwen2-f32", Precision.F32, Target.CPU, "full");
        assertThat(CudaPlacement.of(model).problems())
                .hasSize(3)
                .allSatisfy(
                        problem -> {
                            assertThat(problem.operator())
                                    .isEqualTo("com.microsoft:GroupQueryAttention");
                            assertThat(problem.reason()).contains("no kernel takes [f32, f32,");
                        });
    }

    /** The same graph in a later opset loses what had a new schema since. */
    @ParameterizedTest
    @CsvSource({
        "18, ''",
        "19, Equal Pad",
        "20, Equal Pad ReduceMax",
        "21, Equal Pad ReduceMax",
        "22, Cos Equal Pad ReduceMax Sin",
        "24, Cast Cos Equal Pad ReduceMax Reshape Sin TopK Transpose Unsqueeze"
    })
    void findsOperatorsThatALaterOpsetRenewed(int opset, String lost) throws Exception {
        ModelProto.Builder model =
                ModelProto.parseFrom(
                        export("qwen2-f32", Precision.F16, Target.CUDA, "topk:5+pooled:8"))
                        .toBuilder();
        model.getOpsetImportBuilder(0).setVersion(opset);
        assertThat(
                        CudaPlacement.of(model.build().toByteArray()).problems().stream()
                                .map(Problem::operator)
                                .distinct()
                                .sorted())
                .containsExactly(lost.isEmpty() ? new String[0] : lost.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "ReduceMean, bf16",
        "ReduceMax, bf16",
        "ReduceLogSumExp, bf16",
        "ArgMax, bf16",
        "CumSum, bf16",
        "Einsum, bf16",
        "Log, bf16",
        "Greater, bf16",
        "Cos, bf16"
    })
    void findsWhatHasNoKernelInBf16(String operator, String type) {
        assertThat(CudaPlacement.of(model(18, node("", operator), DataType.BFLOAT16)).problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.operator()).isEqualTo(operator);
                            assertThat(problem.reason()).contains("no kernel takes [" + type);
                        });
        assertThat(CudaPlacement.of(model(18, node("", operator), DataType.FLOAT)).problems())
                .isEmpty();
    }

    @Test
    void findsProbabilitiesThatFailWhenTheyRun() {
        NodeProto.Builder scores = node(MICROSOFT, "GroupQueryAttention");
        scores.addOutput("k").addOutput("v").addOutput("probabilities");
        assertThat(CudaPlacement.of(model(18, scores, DataType.FLOAT16)).problems())
                .singleElement()
                .hasToString(
                        "com.microsoft:GroupQueryAttention node n: gives no probabilities on CUDA,"
                                + " and fails when it runs");
        NodeProto.Builder attention = node("", "Attention");
        assertThat(CudaPlacement.of(model(23, attention, DataType.FLOAT)).problems()).isEmpty();
        attention.addAttribute(
                AttributeProto.newBuilder().setName("qk_matmul_output_mode").setI(3));
        assertThat(CudaPlacement.of(model(23, attention, DataType.FLOAT)).problems())
                .singleElement()
                .asString()
                .contains("nothing but raw scores");
    }

    @Test
    void findsOperatorsItDoesNotKnow() {
        assertThat(CudaPlacement.of(model(18, node("", "Hardmax"), DataType.FLOAT)).problems())
                .singleElement()
                .hasToString("Hardmax node n: no kernel is known");
    }

    private byte[] export(String checkpoint, Precision precision, Target target, String plan)
            throws Exception {
        ExportRequest request =
                ExportRequest.of(Goldens.folder(checkpoint), folder.resolve("model.onnx"))
                        .withPlan(CapturePlan.parse(plan))
                        .withPrecision(precision)
                        .withTarget(target);
        return Files.readAllBytes(ModelExporter.export(request).path());
    }

    private static NodeProto.Builder node(String domain, String operator) {
        return NodeProto.newBuilder()
                .setName("n")
                .setDomain(domain)
                .setOpType(operator)
                .addInput("x")
                .addOutput("y");
    }

    private static byte[] model(int opset, NodeProto.Builder node, DataType type) {
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(
                                TensorShapeProto.newBuilder()
                                        .addDim(
                                                TensorShapeProto.Dimension.newBuilder()
                                                        .setDimParam("n")))
                        .build();
        ValueInfoProto x =
                ValueInfoProto.newBuilder()
                        .setName("x")
                        .setType(TypeProto.newBuilder().setTensorType(tensor))
                        .build();
        return ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .setGraph(GraphProto.newBuilder().addInput(x).addNode(node))
                .build()
                .toByteArray();
    }
}
